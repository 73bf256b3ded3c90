import { CloseOAuthError } from './close-oauth-error.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Waits for shared work. The signal of the caller ends the wait, not the work.
 *
 * @throws CloseOAuthError `aborted` when the signal aborts first.
 */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return untilAborted(work, signal, (reject) => reject(aborted()));
}

/** The error of a caller whose signal has aborted. */
export function aborted(message: string = 'The wait for a token was aborted.'): CloseOAuthError {
  return new CloseOAuthError('aborted', message);
}
