'use client';

import { isConnectedIn } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { OptionRoot } from '../queries/option-tree.ts';
import { suspendUntil } from '../auth/suspend-until.ts';

/**
 * Returns the root of the options of the connected session; suspends while none is connected.
 *
 * @throws CloseAuthError `session_unavailable` if the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without a connected `initialSession`.
 */
export function useConnectedRoot(): OptionRoot {
  const { root, auth, isConnected } = useCloseContext();
  if (isConnected) return root;
  const state = auth.getSnapshot();
  if (state.status === 'error') throw state.error;
  return suspendUntil(auth, isConnectedOrFailed);
}

function isConnectedOrFailed(state: CloseAuthState): boolean {
  return isConnectedIn(state) || state.status === 'error';
}
