import { CloseOAuthError } from './close-oauth-error.ts';

/**
 * Waits for work that belongs to someone else: the signal ends the wait, never the work.
 *
 * @param work - What is under way.
 * @param signal - The caller's own.
 * @returns What the work gives.
 * @throws CloseOAuthError `aborted` when the signal came first.
 */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new CloseOAuthError('aborted', 'The wait for a token was aborted.'));
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
