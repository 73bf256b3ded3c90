import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** The error for a record of another form, or one without tokens where tokens are needed. */
export function recordUnreadable(): CloseOAuthError {
  return new CloseOAuthError('record_unreadable', 'A stored record does not have the expected form.');
}
