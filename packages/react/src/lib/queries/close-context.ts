'use client';

import type { CloseClient } from '@closekit/client';
import { createContext, useContext } from 'react';
import type { ClosePage } from '../auth/close-page.ts';
import type { AuthStore } from '../auth/store.ts';
import type { OptionRoot } from './option-tree.ts';

/** The context value of CloseProvider. Changes only with the client or the organization. */
export interface CloseContextValue {
  readonly client: CloseClient;
  readonly auth: AuthStore;
  /** The root of the options of the scope; `readsOf`, `pagedListsOf` and `writesOf` return them. */
  readonly root: OptionRoot;
  /** Whether an organization is connected. Otherwise no query is sent. */
  readonly isConnected: boolean;
  /** The page, if it is not the one of the browser. */
  readonly page: ClosePage | undefined;
  /** The `EventSource` class for live events, if it is not the one of the browser. */
  readonly eventSource: typeof EventSource | undefined;
}

export const CloseContext: React.Context<CloseContextValue | undefined> = createContext<
  CloseContextValue | undefined
>(undefined);

/**
 * Returns the context value of CloseProvider.
 *
 * @throws Error outside of a CloseProvider.
 */
export function useCloseContext(): CloseContextValue {
  const value = useContext(CloseContext);
  if (value === undefined)
    throw new Error('No CloseProvider found. Render this component inside CloseProvider.');
  return value;
}
