import type { AuthStore } from './store.ts';
import type { CloseAuthState } from './state.ts';

/**
 * Suspends the rendering component until a state, by throwing a promise: works in React 18 and 19.
 *
 * @param isReached - The condition; pass the same function each time.
 * @throws TypeError on a server, where the state never changes.
 */
export function suspendUntil(auth: AuthStore, isReached: (state: CloseAuthState) => boolean): never {
  if (typeof window === 'undefined')
    throw new TypeError('CloseProvider: `initialSession` must be set during server rendering.');
  // oxlint-disable-next-line typescript/only-throw-error
  throw auth.until(isReached);
}
