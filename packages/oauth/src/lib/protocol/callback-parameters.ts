import { AuthorizationResponseError, validateAuthResponse } from 'oauth4webapi';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { errorReason } from './server-error.ts';
import type { WireClient } from './wire-client.ts';

/**
 * Checks the parameters of a callback. An `error` is accepted without a `state`: Close does not document that
 * it sends one, and a refusal grants nothing.
 *
 * @param state - The state of the login's transaction.
 * @returns The parameters, ready for the exchange.
 * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing` or `state_mismatch`.
 */
export function checkCallback(url: URL, state: string, wire: WireClient): URLSearchParams {
  const parameters = url.searchParams;
  const received = parameters.get('state');
  if (received === null) {
    if (parameters.has('error')) throw refusal(parameters.get('error'));
    throw new CloseOAuthError('state_missing', 'The callback has no `state`. Start the login again.');
  }
  if (received !== state) {
    throw new CloseOAuthError(
      'state_mismatch',
      'The callback belongs to another login. Start the login again.',
    );
  }
  try {
    const accepted = validateAuthResponse(wire.server, wire.client, parameters, state);
    if (accepted.getAll('code').length !== 1) throw refusal(undefined);
    return accepted;
  } catch (error) {
    if (error instanceof CloseOAuthError) throw error;
    throw refusal(error instanceof AuthorizationResponseError ? error.error : undefined);
  }
}

function refusal(error: string | null | undefined): CloseOAuthError {
  const reason = errorReason(error);
  if (reason === 'access_denied') {
    return new CloseOAuthError(
      'access_denied',
      'The user denied the connection. Start another login to try again.',
      { reason },
    );
  }
  const message = `The authorization server refused the login (${reason ?? 'malformed callback'}). Start it again.`;
  return new CloseOAuthError('callback_rejected', message, { reason });
}
