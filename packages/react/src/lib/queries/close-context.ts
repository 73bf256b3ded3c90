'use client';

import type { CloseClient } from '@closekit/client';
import { createContext, useContext } from 'react';
import type { AuthStore } from '../auth/store.ts';
import type { CloseQueryTree } from './create-close-queries.ts';

/** What the provider hands down. Changes only when the client or the organization does. */
export interface CloseContextValue {
  readonly client: CloseClient;
  readonly auth: AuthStore;
  readonly queries: CloseQueryTree;
  /** Whether it is known whose data is asked for. Until then no query is sent. */
  readonly isConnected: boolean;
  /** What listens to live events, where it is not the browser's own. */
  readonly eventSource: typeof EventSource | undefined;
}

export const CloseContext: React.Context<CloseContextValue | undefined> = createContext<
  CloseContextValue | undefined
>(undefined);

/**
 * Reads what the provider hands down.
 *
 * @returns The value.
 * @throws TypeError outside of a CloseProvider.
 */
export function useCloseContext(): CloseContextValue {
  const value = useContext(CloseContext);
  if (value === undefined) throw new TypeError('CloseProvider: must be above this component.');
  return value;
}
