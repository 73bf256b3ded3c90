import { isCloseOAuthError } from '@closekit/oauth';
import { CloseServerError } from '../base/errors.ts';

/** The error of a store whose database failed. The messages of the shared connections name the remedy. */
export function storeFailed(cause: unknown): CloseServerError {
  const advice = isCloseOAuthError(cause) ? ` ${cause.message}` : '';
  return new CloseServerError('session_store_unavailable', `The session store failed.${advice}`, { cause });
}
