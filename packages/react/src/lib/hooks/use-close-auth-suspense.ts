'use client';

import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { suspendUntil } from '../auth/suspend-until.ts';
import { useCloseAuth } from './use-close-auth.ts';
import type { UseCloseAuthResult } from './use-close-auth.ts';

/** The auth state once the session has been read, with its actions. Narrow on `status`. */
export type UseCloseAuthSuspenseResult = Exclude<
  UseCloseAuthResult,
  { readonly status: 'loading' | 'error' }
>;

/**
 * Returns the auth state; suspends until the session has been read. Put the Suspense boundary inside
 * CloseProvider, not around it.
 *
 * @returns The state and its actions, never `loading` or `error`.
 * @throws CloseAuthError `session_unavailable` to the nearest error boundary, such as CloseAuthBoundary, if
 * the session cannot be read.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError on a server without `initialSession`: React then sends the fallback and renders in the
 * browser.
 * @example
 * ```tsx
 * const auth = useCloseAuthSuspense();
 * return auth.status === 'signed-out' ? <Welcome /> : <App />;
 * ```
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
