import { discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import { assertAuthorizationServer } from '../base/authorization-server.ts';
import type { AuthorizationServer } from '../base/authorization-server.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { parseSecureUrl, secureUrlForm } from '../base/secure-url.ts';
import { redactCause } from './redact-cause.ts';
import { sendRequest, toResponse } from './send-request.ts';
import type { ClientConfig } from './client-config.ts';

/**
 * Reads a server's metadata.
 *
 * @param issuer - The server's identifier, an https URL.
 * @param options - How to send the request.
 * @returns The metadata, with every endpoint that is needed.
 * @throws CloseOAuthError `discovery_failed` when it cannot be read, is not about this issuer, or lacks an endpoint.
 * @throws TypeError when the issuer is no https URL.
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
    const reply = await sendRequest(options, (request) =>
      discoveryRequest(url, { ...request, algorithm: 'oauth2' }),
    );
    const metadata: unknown = await processDiscoveryResponse(url, toResponse(reply));
    assertAuthorizationServer(metadata, 'discoverAuthorizationServer');
    return metadata;
  } catch (error) {
    const message = `The metadata of ${url.origin} could not be read. Check the issuer, or pass the metadata itself as server.`;
    throw new CloseOAuthError('discovery_failed', message, { cause: redactCause(error, []) });
  }
}
