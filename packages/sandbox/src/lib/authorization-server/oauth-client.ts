/** An app that is registered with the sandbox. */
export interface SandboxClient {
  /** The client id. */
  clientId: string;
  /** The client secret. */
  clientSecret: string;
  /** The redirect URIs. They must match exactly. */
  redirectUris: string[];
  /** The name on the consent page. Default: `Demo app`. */
  name?: string;
}

export const demoClient: Required<SandboxClient> = {
  clientId: 'oa2client_sandbox_demo',
  clientSecret: 'sandbox-demo-secret',
  redirectUris: ['http://localhost:3000/api/close/callback'],
  name: 'Demo app',
};

/** The scopes of Close, with their descriptions on the consent page. */
export const scopeDescriptions: Readonly<Record<string, string>> = {
  'all.full_access':
    'Read and change everything you can see in the organization: leads, contacts, deals, tasks and messages',
  offline_access: 'Stay connected while you are away, until you disconnect the app',
};

/** The scope of a request without `scope`. */
export const defaultScope: string = Object.keys(scopeDescriptions).join(' ');

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
