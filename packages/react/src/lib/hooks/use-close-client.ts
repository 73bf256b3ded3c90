'use client';

import type { CloseClient } from '@closekit/client';
import { useCloseContext } from '../queries/close-context.ts';

/**
 * Gives the client itself, for calls that belong to no query: exports, uploads, `close.raw`.
 *
 * @returns The client given to CloseProvider.
 * @throws TypeError outside of a CloseProvider.
 */
export function useCloseClient(): CloseClient {
  return useCloseContext().client;
}
