'use client';

import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { suspendUntil } from '../auth/suspend-until.ts';
import { useCloseAuth } from './use-close-auth.ts';
import type { UseCloseAuthResult } from './use-close-auth.ts';

/** Who is connected, once that is known. Narrow on `status`. */
export type UseCloseAuthSuspenseResult = Exclude<
  UseCloseAuthResult,
  { readonly status: 'loading' | 'error' }
>;

/**
 * Tells who is connected, and suspends until that is known. Put the Suspense boundary inside of CloseProvider, not
 * around it.
 *
 * @returns The state and its actions, never `loading` or `error`.
 * @throws CloseAuthError `session_unavailable` to the nearest error boundary, such as CloseAuthBoundary, when nobody could
 * say.
 * @throws TypeError outside of a CloseProvider, and on a server whose provider has no `initialSession`: React then sends
 * the fallback and renders in the browser.
 * @example
 * const auth = useCloseAuthSuspense();
 * return auth.status === 'signed-out' ? <Welcome /> : <App />;
 */
export function useCloseAuthSuspense(): UseCloseAuthSuspenseResult {
  const auth = useCloseAuth();
  const { auth: store } = useCloseContext();
  if (auth.status === 'error') throw auth.error;
  return auth.status === 'loading' ? suspendUntil(store, isKnown) : auth;
}

function isKnown({ status }: CloseAuthState): boolean {
  return status !== 'loading';
}
