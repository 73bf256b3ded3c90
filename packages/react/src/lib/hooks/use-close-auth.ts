'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { actionsOf } from '../auth/close-auth-actions.ts';
import type { CloseAuthActions } from '../auth/close-auth-actions.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';

/** The auth state and its actions. Narrow on `status`. */
export type UseCloseAuthResult = CloseAuthState & CloseAuthActions;

/**
 * Returns the auth state and follows it: a refused token, and a sign-out, a disconnect or a switch of organization
 * in another tab, update it. The state stays `signed-in` during a token refresh, so nothing unmounts.
 *
 * @returns The state and its actions; the same object until the state changes.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```tsx
 * const auth = useCloseAuth();
 * if (auth.status === 'loading') return <p>One moment…</p>;
 * if (auth.status === 'signed-out') return <button onClick={() => auth.signIn()}>Connect to Close</button>;
 * return <p>{auth.status === 'error' ? auth.error.message : auth.organization?.name}</p>;
 * ```
 */
export function useCloseAuth(): UseCloseAuthResult {
  const { auth } = useCloseContext();
  const state = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getServerSnapshot);
  return useMemo(() => ({ ...state, ...actionsOf(auth) }), [state, auth]);
}
