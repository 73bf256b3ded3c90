import { refreshTokenGrantRequest } from 'oauth4webapi';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { ClientConfig } from './client-config.ts';
import { sendRequest } from './send-request.ts';
import { unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import { parseTokenResponse } from './parse-token-response.ts';
import { defaultRefusals } from './token-refusal.ts';
import { toWireClient } from './wire-client.ts';

/** The options of {@link refreshTokens}. */
export interface RefreshTokensOptions extends ClientConfig {
  /** The current tokens. Their refresh token is spent. */
  tokens: Pick<TokenSet, 'refreshToken' | 'organizationId' | 'userId' | 'scope'>;
}

/**
 * Exchanges a refresh token for a new token pair. Close revokes the old pair: store the result before you use
 * it, and never send the same refresh token from two places. The old refresh token is kept only when the
 * response has none; organization and user are kept when the response does not repeat them.
 *
 * @param options - The tokens to replace and the app.
 * @returns The new tokens.
 * @throws CloseOAuthError `reauthorization_required` when the refresh token is refused or missing, or the
 * response is for another organization or user; `refresh_unavailable` without a verdict: the old tokens may
 * still work; `client_misconfigured` when the app is refused. When the error has `tokens`, they replace the
 * old ones.
 * @throws TypeError when the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function refreshTokens(options: RefreshTokensOptions): Promise<TokenSet> {
  const { tokens, clientSecret, now = Date.now } = options;
  const { server, client, authentication } = toWireClient(options, 'refreshTokens');
  const { refreshToken, organizationId, userId, scope } = tokens;
  if (!refreshToken) {
    const message = 'The token set has no refresh token. The user has to connect again.';
    throw new CloseOAuthError('reauthorization_required', message);
  }
  const step: Step = {
    name: 'refresh',
    unavailable: 'refresh_unavailable',
    rejected: 'reauthorization_required',
    refusals: options.refusals ?? defaultRefusals,
    secrets: [clientSecret, refreshToken],
  };
  const requestedAt = now();
  const response = await sendRequest(options, (request) =>
    refreshTokenGrantRequest(server, client, authentication, refreshToken, request),
  ).catch((error: unknown) => {
    throw unreachableError(error, step);
  });
  return parseTokenResponse(response, {
    config: options,
    step,
    requestedAt,
    previous: { refreshToken, organizationId, userId, scope },
  });
}
