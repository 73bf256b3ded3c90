'use client';

import { isConnectedIn } from './close-auth-state.ts';
import { useCloseContext } from './close-context.ts';
import type { CloseQueryTree } from './create-close-queries.ts';
import { suspendUntil } from './suspend-until.ts';

/**
 * Gets the queries of the connected organization, and suspends while nobody is connected.
 *
 * @returns The tree.
 * @throws TypeError outside of a CloseProvider, and on a server that does not know who is connected.
 */
export function useConnectedQueries(): CloseQueryTree {
  const { queries, auth, isConnected } = useCloseContext();
  return isConnected ? queries : suspendUntil(auth, isConnectedIn);
}
