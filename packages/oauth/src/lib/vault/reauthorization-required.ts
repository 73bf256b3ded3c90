import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantRecord } from '../record/token-store.ts';

/** The error for a grant without usable tokens. */
export function reauthorizationRequired(record: GrantRecord | undefined): CloseOAuthError {
  const state = record === undefined ? 'has never connected' : 'is no longer connected';
  return new CloseOAuthError('reauthorization_required', `This user ${state}. Start a login.`);
}
