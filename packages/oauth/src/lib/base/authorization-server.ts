import { parseSecureUrl, secureUrlForm } from './secure-url.ts';

/**
 * What is known about an authorization server, under the names of RFC 8414. Further members are allowed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export interface AuthorizationServer {
  /** The server's identifier, an https URL. */
  readonly issuer: string;
  /** Where the user's browser is sent. A trailing slash is kept. */
  readonly authorization_endpoint: string;
  /** Where codes and refresh tokens are exchanged. */
  readonly token_endpoint: string;
  /** Where tokens are revoked. */
  readonly revocation_endpoint: string;
  /** Whether callbacks carry `iss` (RFC 9207); if so, a callback without it is refused. */
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** Close's own authorization server. The browser step is on another host than the rest. */
export const closeAuthorizationServer: AuthorizationServer = {
  issuer: 'https://api.close.com',
  authorization_endpoint: 'https://app.close.com/oauth2/authorize/',
  token_endpoint: 'https://api.close.com/oauth2/token/',
  revocation_endpoint: 'https://api.close.com/oauth2/revoke/',
};

const endpoints = ['authorization_endpoint', 'token_endpoint', 'revocation_endpoint'] as const;

/**
 * Checks that metadata has the issuer and every endpoint, over https or on this machine.
 *
 * @throws TypeError that names the caller and the missing or unsafe member.
 */
export function assertAuthorizationServer(
  value: unknown,
  caller: string,
): asserts value is AuthorizationServer {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${caller}: \`server\` must be RFC 8414 metadata.`);
  }
  for (const member of ['issuer', ...endpoints] as const) {
    const url: unknown = Reflect.get(value, member);
    if (parseSecureUrl(url) === undefined) {
      throw new TypeError(`${caller}: \`server.${member}\` must be ${secureUrlForm}.`);
    }
  }
}
