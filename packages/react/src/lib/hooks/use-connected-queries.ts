'use client';

import { isConnectedIn } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryTree } from '../queries/create-close-queries.ts';
import { suspendUntil } from '../auth/suspend-until.ts';

/**
 * Gets the queries of the connected organization, and suspends while nobody is connected.
 *
 * @returns The tree.
 * @throws CloseAuthError `session_unavailable` when nobody could say who is connected.
 * @throws TypeError outside of a CloseProvider, and on a server that does not know who is connected.
 */
export function useConnectedQueries(): CloseQueryTree {
  const { queries, auth, isConnected } = useCloseContext();
  if (isConnected) return queries;
  const state = auth.getSnapshot();
  if (state.status === 'error') throw state.error;
  return suspendUntil(auth, isConnectedOrFailed);
}

function isConnectedOrFailed(state: CloseAuthState): boolean {
  return isConnectedIn(state) || state.status === 'error';
}
