import { revocationRequest } from 'oauth4webapi';
import type { TokenSet } from '../base/token-set.ts';
import type { ClientConfig } from './client-config.ts';
import { parseReplyBody } from './reply-body.ts';
import { sendRequest } from './send-request.ts';
import type { Reply } from './send-request.ts';
import { replyError, unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import { toWireClient } from './wire-client.ts';

/** What {@link revokeTokens} needs. */
export interface RevokeTokensOptions extends Omit<ClientConfig, 'now' | 'identify' | 'defaultLifetimeMs'> {
  /** The tokens to end. The refresh token is sent; Close ends the access token with it. */
  tokens: Pick<TokenSet, 'refreshToken' | 'accessToken'>;
}

/**
 * Ends a pair of tokens at the server. Tokens that are already dead are a success.
 *
 * @param options - The tokens and the app.
 * @throws CloseOAuthError `revoke_unavailable` when the server gave no verdict: the tokens must be taken to live
 * on, try again later; `client_misconfigured` when the app itself is refused.
 * @throws TypeError when the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
 */
export async function revokeTokens(options: RevokeTokensOptions): Promise<void> {
  const { tokens, clientSecret } = options;
  const { server, client, authentication } = toWireClient(options, 'revokeTokens');
  const token = tokens.refreshToken ?? tokens.accessToken;
  if (!token) return;
  const step: Step = {
    name: 'the revocation',
    unavailable: 'revoke_unavailable',
    rejected: 'revoke_unavailable',
    secrets: [clientSecret, token],
  };
  const reply = await sendRequest(options, (request) =>
    revocationRequest(server, client, authentication, token, request),
  ).catch((error: unknown) => {
    throw unreachableError(error, step);
  });
  if (reply.status !== 200 && reply.status !== 204 && !isAlreadyRevoked(reply)) throw replyError(reply, step);
}

// RFC 7009 answers 200 for a token that is unknown or dead; some servers say it as an error instead.
function isAlreadyRevoked(reply: Reply): boolean {
  const error = parseReplyBody(reply.text)?.error;
  return reply.status === 400 && (error === 'invalid_token' || error === 'invalid_grant');
}
