import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** The error of a caller whose wait is over while the refresh goes on. */
export function unavailableYet(message: string, retryAfterMs: number): CloseOAuthError {
  return new CloseOAuthError('refresh_unavailable', message, { retryAfterMs });
}
