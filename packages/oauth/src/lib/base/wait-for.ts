import { CloseOAuthError } from './close-oauth-error.ts';

/**
 * Waits for shared work. The signal of the caller ends the wait, not the work.
 *
 * @throws CloseOAuthError `aborted` when the signal aborts first.
 */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void =>
      reject(new CloseOAuthError('aborted', 'The wait for an access token was aborted.'));
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
