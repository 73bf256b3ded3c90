import { authorizationCodeGrantRequest } from 'oauth4webapi';
import type { TokenSet } from '../base/token-set.ts';
import { checkCallback } from './callback-parameters.ts';
import type { ClientConfig } from './client-config.ts';
import { sendRequest } from './send-request.ts';
import { unreachableError } from './server-error.ts';
import type { Step } from './server-error.ts';
import type { AuthorizationTransaction } from './start-authorization.ts';
import { parseTokenResponse } from './parse-token-response.ts';
import { toWireClient } from './wire-client.ts';

/** The options of {@link finishAuthorization}. */
export interface FinishAuthorizationOptions extends ClientConfig {
  /** The complete URL of the callback. */
  callbackUrl: URL | string;
  /** The transaction of {@link startAuthorization}, kept for this browser. */
  transaction: AuthorizationTransaction;
  /** The requested scopes, for a response without `scope`. */
  scope?: string;
}

/**
 * Finishes a login: checks the callback and exchanges its code for tokens. It does not remember used states:
 * the caller has to delete the transaction after use, and to limit its lifetime.
 *
 * @param options - The callback, the transaction and the app.
 * @returns The tokens, with their organization and user.
 * @throws CloseOAuthError `access_denied`, `callback_rejected`, `state_missing` or `state_mismatch` for the
 * callback; `exchange_rejected`, `exchange_unavailable` or `client_misconfigured` for the exchange of the
 * code.
 * @throws TypeError when the callback is not an absolute URL, or the server's metadata is incomplete.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3
 */
export async function finishAuthorization(options: FinishAuthorizationOptions): Promise<TokenSet> {
  const { transaction, clientSecret, now = Date.now } = options;
  const wire = toWireClient(options, 'finishAuthorization');
  const { server, client, authentication } = wire;
  const callback = toCallbackUrl(options.callbackUrl);
  const parameters = checkCallback(callback, transaction.state, wire);
  const { redirectUri, codeVerifier } = transaction;
  const step: Step = {
    name: 'code exchange',
    unavailable: 'exchange_unavailable',
    rejected: 'exchange_rejected',
    secrets: [clientSecret, codeVerifier, transaction.state, parameters.get('code') ?? undefined],
  };
  const requestedAt = now();
  const response = await sendRequest(options, (request) =>
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
  return parseTokenResponse(response, {
    config: options,
    step,
    requestedAt,
    previous: { scope: options.scope ?? '' },
  });
}

/**
 * Parses the URL of a callback.
 *
 * @throws TypeError when it is not absolute.
 */
export function toCallbackUrl(value: URL | string): URL {
  if (!URL.canParse(value)) {
    throw new TypeError('finishAuthorization: `callbackUrl` must be an absolute URL.');
  }
  return new URL(value);
}
