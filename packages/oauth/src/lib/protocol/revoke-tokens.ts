import { revocationRequest } from 'oauth4webapi';
import type { TokenSet } from '../base/token-set.ts';
import type { ClientConfig } from './client-config.ts';
import { parseResponseBody } from './response-body.ts';
import { sendRequest } from './send-request.ts';
import type { ReceivedResponse } from './send-request.ts';
import { responseError, unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import { toWireClient } from './wire-client.ts';

/** The options of {@link revokeTokens}. */
export interface RevokeTokensOptions extends Omit<ClientConfig, 'now' | 'identify' | 'defaultLifetimeMs'> {
  /** The tokens to revoke. The refresh token is sent; Close revokes the access token with it. */
  tokens: Pick<TokenSet, 'refreshToken' | 'accessToken'>;
}

/**
 * Revokes a token pair. Tokens that are unknown or revoked already are a success.
 *
 * @param options - The tokens and the app.
 * @throws CloseOAuthError `revoke_unavailable` without a verdict: assume that the tokens still work, and try
 * again later; `client_misconfigured` when the app is refused.
 * @throws TypeError when the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export async function revokeTokens(options: RevokeTokensOptions): Promise<void> {
  const { tokens, clientSecret } = options;
  const { server, client, authentication } = toWireClient(options, 'revokeTokens');
  const token = tokens.refreshToken ?? tokens.accessToken;
  if (!token) return;
  const step: Step = {
    name: 'revocation',
    unavailable: 'revoke_unavailable',
    rejected: 'revoke_unavailable',
    secrets: [clientSecret, token],
  };
  const response = await sendRequest(options, (request) =>
    revocationRequest(server, client, authentication, token, request),
  ).catch((error: unknown) => {
    throw unreachableError(error, step);
  });
  if (response.status !== 200 && response.status !== 204 && !isAlreadyRevoked(response))
    throw responseError(response, step);
}

// RFC 7009 wants status 200 for an unknown or revoked token; some servers send an error instead.
function isAlreadyRevoked(response: ReceivedResponse): boolean {
  const error = parseResponseBody(response.text)?.error;
  return response.status === 400 && (error === 'invalid_token' || error === 'invalid_grant');
}
