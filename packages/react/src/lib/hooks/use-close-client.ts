'use client';

import type { CloseClient } from '@closekit/client';
import { useCloseContext } from '../queries/close-context.ts';

/**
 * Returns the client itself, for calls without a query: exports, uploads, `raw(close)`.
 *
 * @returns The `client` of CloseProvider.
 * @throws Error outside of a CloseProvider.
 */
export function useCloseClient(): CloseClient {
  return useCloseContext().client;
}
