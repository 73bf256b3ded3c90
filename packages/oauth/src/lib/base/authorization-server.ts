import { parseSecureUrl, secureUrlForm } from './secure-url.ts';

/**
 * The metadata of an authorization server, with the names of RFC 8414. Other members are allowed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-2
 */
export interface AuthorizationServer {
  /** The server's identifier, an https URL. */
  readonly issuer: string;
  /** The URL of the consent page, for the user's browser. A trailing slash is kept. */
  readonly authorization_endpoint: string;
  /** The URL that exchanges codes and refresh tokens. */
  readonly token_endpoint: string;
  /** The URL that revokes tokens. */
  readonly revocation_endpoint: string;
  /** Whether callbacks have `iss` (RFC 9207); if so, a callback without it is refused. */
  readonly authorization_response_iss_parameter_supported?: boolean;
}

/** The authorization server of Close. Its consent page is on another host than the other endpoints. */
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
