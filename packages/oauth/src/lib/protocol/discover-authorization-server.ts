import { discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { assertAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { parseSecureUrl, secureUrlForm } from '../base/secure-url.ts';
import { redactCause } from './redact-cause.ts';
import { sendRequest, toResponse } from './send-request.ts';
import type { ClientConfig } from './client-config.ts';

/**
 * Reads the metadata of an authorization server.
 *
 * @param issuer - The identifier of the server, an https URL.
 * @param options - The transport and its time limit.
 * @returns The metadata, with all required endpoints.
 * @throws CloseOAuthError `discovery_failed` when it cannot be read, has another issuer, or lacks an
 * endpoint.
 * @throws TypeError when `issuer` is not an https URL.
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
export async function discoverAuthorizationServer(
  issuer: string,
  options: Pick<ClientConfig, 'fetch' | 'timeoutMs'> = {},
): Promise<AuthorizationServer> {
  const url = parseSecureUrl(issuer);
  if (url === undefined) {
    throw new TypeError(`discoverAuthorizationServer: \`issuer\` must be ${secureUrlForm}.`);
  }
  try {
    const response = await sendRequest(options, (request) =>
      discoveryRequest(url, { ...request, algorithm: 'oauth2' }),
    );
    const metadata: unknown = await processDiscoveryResponse(url, toResponse(response));
    assertAuthorizationServer(metadata, 'discoverAuthorizationServer');
    return metadata;
  } catch (error) {
    const message = `The metadata of ${url.origin} could not be read. Check the issuer, or pass the metadata as \`server\`.`;
    throw new CloseOAuthError('discovery_failed', message, { cause: redactCause(error, []) });
  }
}
