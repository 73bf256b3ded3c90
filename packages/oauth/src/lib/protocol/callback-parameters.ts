import { AuthorizationResponseError, validateAuthResponse } from 'oauth4webapi';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { errorReason } from './server-error.ts';
import type { WireClient } from './wire-client.ts';

/**
 * Judges the URL that the browser came back with. The server's refusal is believed without a `state`, since
 * Close does not document that it sends one and nothing is granted by a refusal.
 *
 * @param url - The callback's URL.
 * @param state - The state that the login was started with.
 * @param wire - Who asked, and who is expected to answer.
 * @returns The parameters, ready for the exchange.
 * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing` or `state_mismatch`.
 */
export function readCallback(url: URL, state: string, wire: WireClient): URLSearchParams {
  const parameters = url.searchParams;
  const answered = parameters.get('state');
  if (answered === null) {
    if (parameters.has('error')) throw refusal(parameters.get('error'));
    throw new CloseOAuthError('state_missing', 'The callback carries no state. Start the login again.');
  }
  if (answered !== state) {
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
    return new CloseOAuthError('access_denied', 'The user did not allow the connection.', { reason });
  }
  const message = `The login failed at the authorization server (${reason ?? 'malformed callback'}). Start it again.`;
  return new CloseOAuthError('callback_rejected', message, { reason });
}
