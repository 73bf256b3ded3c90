import { SCOPES } from './oauth-client.ts';

/** The sandbox's answer to RFC 8414 discovery. */
export interface SandboxMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly response_types_supported: string[];
  readonly grant_types_supported: string[];
  readonly code_challenge_methods_supported: string[];
  readonly token_endpoint_auth_methods_supported: string[];
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
    scopes_supported: Object.keys(SCOPES),
  };
}
