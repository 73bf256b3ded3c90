import { refreshTokenGrantRequest } from 'oauth4webapi';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { ClientConfig } from './client-config.ts';
import { sendRequest } from './send-request.ts';
import { unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import { readTokenReply } from './token-reply.ts';
import { toWireClient } from './wire-client.ts';

/** What {@link refreshTokens} needs. */
export interface RefreshTokensOptions extends ClientConfig {
  /** The current tokens; their refresh token is spent by this. */
  tokens: Pick<TokenSet, 'refreshToken' | 'organizationId' | 'userId' | 'scope'>;
}

/**
 * Spends a refresh token for a new pair. Close revokes the old pair with it: store the result before using it,
 * and never send the same refresh token from two places. The old refresh token is kept only when the server
 * sends none; organization and user are carried over when the server does not repeat them.
 *
 * @param options - The tokens to replace and the app.
 * @returns The new tokens.
 * @throws CloseOAuthError `reauthorization_required` when the refresh token is refused, absent, or answered for
 * another organization; `refresh_unavailable` when no verdict came, the tokens are then still good to try;
 * `client_misconfigured` when the app itself is refused. When the error has `tokens`, they replace the old ones.
 * @throws TypeError when the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export async function refreshTokens(options: RefreshTokensOptions): Promise<TokenSet> {
  const { tokens, clientSecret, now = Date.now } = options;
  const { server, client, authentication } = toWireClient(options, 'refreshTokens');
  const { refreshToken, organizationId, userId, scope } = tokens;
  if (!refreshToken) {
    const message = 'There is no refresh token to renew the connection with. The user has to connect again.';
    throw new CloseOAuthError('reauthorization_required', message);
  }
  const step: Step = {
    name: 'the refresh',
    unavailable: 'refresh_unavailable',
    rejected: 'reauthorization_required',
    refusalStatuses: options.refusalStatuses,
    secrets: [clientSecret, refreshToken],
  };
  const requestedAt = now();
  const reply = await sendRequest(options, (request) =>
    refreshTokenGrantRequest(server, client, authentication, refreshToken, request),
  ).catch((error: unknown) => {
    throw unreachableError(error, step);
  });
  return readTokenReply(reply, {
    config: options,
    step,
    requestedAt,
    previous: { refreshToken, organizationId, userId, scope },
  });
}
