import type { AuthStore } from './store.ts';
import type { CloseAuthState } from './state.ts';

/**
 * Waits for a state in a browser.
 *
 * @param isReached - The condition; pass the same function each time.
 * @throws TypeError on a server, where the state never changes.
 */
export function waitUntil(auth: AuthStore, isReached: (state: CloseAuthState) => boolean): Promise<void> {
  if (typeof window === 'undefined')
    throw new TypeError('CloseProvider: `initialSession` must be set during server rendering.');
  return auth.until(isReached);
}

/**
 * Suspends the rendering component until a state, by throwing a promise: works in React 18 and 19.
 *
 * @throws TypeError on a server.
 */
export function suspendUntil(auth: AuthStore, isReached: (state: CloseAuthState) => boolean): never {
  // oxlint-disable-next-line typescript/only-throw-error
  throw waitUntil(auth, isReached);
}
