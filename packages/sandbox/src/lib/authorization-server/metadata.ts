import { scopeDescriptions } from './oauth-client.ts';

/** The sandbox's answer to RFC 8414 discovery. */
export interface SandboxMetadata {
  /** The origin that the metadata was asked under. */
  readonly issuer: string;
  /** Where the browser goes to consent. */
  readonly authorization_endpoint: string;
  /** Where codes and refresh tokens are exchanged. */
  readonly token_endpoint: string;
  /** Where tokens are ended. */
  readonly revocation_endpoint: string;
  /** `code` alone. */
  readonly response_types_supported: string[];
  /** Codes and refresh tokens. */
  readonly grant_types_supported: string[];
  /** Those of PKCE. */
  readonly code_challenge_methods_supported: string[];
  /** How the client proves itself. */
  readonly token_endpoint_auth_methods_supported: string[];
  /** What can be asked for. */
  readonly scopes_supported: string[];
}

/** The metadata of a sandbox that is reached under an origin. */
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
