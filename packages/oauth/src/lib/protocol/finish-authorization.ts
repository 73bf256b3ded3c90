import { authorizationCodeGrantRequest } from 'oauth4webapi';
import type { TokenSet } from '../base/token-set.ts';
import { readCallback } from './callback-parameters.ts';
import type { ClientConfig } from './client-config.ts';
import { sendRequest } from './send-request.ts';
import { unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import type { AuthorizationTransaction } from './start-authorization.ts';
import { readTokenReply } from './token-reply.ts';
import { toWireClient } from './wire-client.ts';

/** What {@link finishAuthorization} needs. */
export interface FinishAuthorizationOptions extends ClientConfig {
  /** The whole URL that the browser came back with. */
  callbackUrl: URL | string;
  /** What {@link startAuthorization} gave, kept for this browser. */
  transaction: AuthorizationTransaction;
  /** The scopes asked for: what a response without `scope` means. */
  scope?: string;
}

/**
 * Ends a login: checks the callback and exchanges its code for tokens. It keeps no memory of states; whoever
 * calls it has to forget the transaction, and to end it in time, on their own.
 *
 * @param options - The callback, the transaction and the app.
 * @returns The tokens, with the organization and the user they belong to.
 * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing` or `state_mismatch` for what the
 * browser brought; `exchange_rejected`, `exchange_unavailable` or `client_misconfigured` for what the server said.
 * @throws TypeError when the callback is no absolute URL or the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function finishAuthorization(options: FinishAuthorizationOptions): Promise<TokenSet> {
  const { transaction, clientSecret, now = Date.now } = options;
  const wire = toWireClient(options, 'finishAuthorization');
  const { server, client, authentication } = wire;
  const callback = toCallbackUrl(options.callbackUrl);
  const parameters = readCallback(callback, transaction.state, wire);
  const { redirectUri, codeVerifier } = transaction;
  const step: Step = {
    name: 'the exchange of the code',
    unavailable: 'exchange_unavailable',
    rejected: 'exchange_rejected',
    secrets: [clientSecret, codeVerifier, transaction.state, parameters.get('code') ?? undefined],
  };
  const requestedAt = now();
  const reply = await sendRequest(options, (request) =>
    authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      redirectUri,
      codeVerifier,
      request,
    ),
  ).catch((error: unknown) => {
    throw unreachableError(error, step);
  });
  return readTokenReply(reply, {
    config: options,
    step,
    requestedAt,
    previous: { scope: options.scope ?? '' },
  });
}

/**
 * @param value - The URL a callback arrived at.
 * @returns It as a URL.
 * @throws TypeError when it is not absolute.
 */
export function toCallbackUrl(value: URL | string): URL {
  if (!URL.canParse(value)) {
    throw new TypeError('finishAuthorization: `callbackUrl` must be an absolute URL.');
  }
  return new URL(value);
}
