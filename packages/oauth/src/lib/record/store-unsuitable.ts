import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** The error for a store that cannot keep rotating tokens, or cannot be opened. */
export function storeUnsuitable(message: string, cause?: unknown): CloseOAuthError {
  return new CloseOAuthError('store_unsuitable', message, { cause });
}
