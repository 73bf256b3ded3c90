import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';

/** The error for a record that no key opens, or of an unexpected form. */
export function recordUnreadable(): CloseOAuthError {
  const message =
    'A stored record is unreadable. Add the key that sealed it to `keys`, or restore the record.';
  return new CloseOAuthError('record_unreadable', message);
}

/** The error for a record in a format of a newer version of this package. */
export function recordTooNew(): CloseOAuthError {
  const message = 'A newer version of @closekit/oauth wrote this record. Upgrade this process.';
  return new CloseOAuthError('record_too_new', message);
}

/** Whether an error says that a stored row cannot be read, whatever is done here. */
export function isUnreadable(error: unknown): error is CloseOAuthError {
  return isCloseOAuthError(error) && error.code.startsWith('record_');
}
