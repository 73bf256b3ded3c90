import { scopeDescriptions } from './oauth-client.ts';

/** The metadata of the authorization server (RFC 8414). */
export interface SandboxMetadata {
  /** The origin of the request for the metadata. */
  readonly issuer: string;
  /** The URL of the consent page. */
  readonly authorization_endpoint: string;
  /** The URL that exchanges codes and refresh tokens. */
  readonly token_endpoint: string;
  /** The URL that revokes tokens. */
  readonly revocation_endpoint: string;
  /** Only `code`. */
  readonly response_types_supported: string[];
  /** `authorization_code` and `refresh_token`. */
  readonly grant_types_supported: string[];
  /** The PKCE method `S256`. */
  readonly code_challenge_methods_supported: string[];
  /** The methods of client authentication. */
  readonly token_endpoint_auth_methods_supported: string[];
  /** The known scopes. */
  readonly scopes_supported: string[];
}

export function metadataFor(origin: string): SandboxMetadata {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth2/authorize/`,
    token_endpoint: `${origin}/oauth2/token/`,
    revocation_endpoint: `${origin}/oauth2/revoke/`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    scopes_supported: Object.keys(scopeDescriptions),
  };
}
