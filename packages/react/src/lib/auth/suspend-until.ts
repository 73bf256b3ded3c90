import type { AuthStore } from './store.ts';
import type { CloseAuthState } from './state.ts';

/**
 * Suspends the component that renders, for React 18 and 19 alike: by a thrown promise.
 *
 * @param auth - Whose state is awaited.
 * @param isReached - Whether it is there; the same function each time.
 * @throws TypeError on a server, which never learns more than its `initialSession`.
 */
export function suspendUntil(auth: AuthStore, isReached: (state: CloseAuthState) => boolean): never {
  if (typeof window === 'undefined')
    throw new TypeError('CloseProvider: no session during server rendering. Pass `initialSession`.');
  // oxlint-disable-next-line typescript/only-throw-error
  throw auth.until(isReached);
}
