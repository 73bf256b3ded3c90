'use client';

import { isConnectedIn } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';
import { suspendUntil } from '../auth/suspend-until.ts';

/**
 * Returns the queries of the connected organization; suspends while none is connected.
 *
 * @throws CloseAuthError `session_unavailable` if the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without a connected `initialSession`.
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
