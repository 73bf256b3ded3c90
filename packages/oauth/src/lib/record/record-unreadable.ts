import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** The error for a record that no key opens, or of an unexpected form. */
export function recordUnreadable(): CloseOAuthError {
  const message =
    'A stored record is unreadable. Add the key that sealed it to `keys`, or restore the record.';
  return new CloseOAuthError('record_unreadable', message);
}
