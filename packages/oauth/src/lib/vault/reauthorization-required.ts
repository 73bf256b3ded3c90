import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantRecord } from '../record/token-store.ts';

/**
 * @param record - The record of a grant that gives no tokens, if there is one.
 * @returns The error that sends the user through the login.
 */
export function reauthorizationRequired(record: GrantRecord | undefined): CloseOAuthError {
  const why = record === undefined ? 'was never connected' : 'is no longer connected';
  return new CloseOAuthError('reauthorization_required', `This user ${why}. Send them through the login.`);
}
