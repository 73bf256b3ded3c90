import { createAuthorizationEndpoint } from './authorization-endpoint.ts';
import type { AuthorizationEndpoint, ConsentSurroundings } from './authorization-endpoint.ts';
import { GrantRegistry } from './grant-registry.ts';
import type { RotationRules } from './grant-registry.ts';
import { metadataFor } from './oauth-client.ts';
import type { SandboxClient, SandboxMetadata } from './oauth-client.ts';
import { randomSecret } from './secrets.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

export interface AuthorizationServer extends TokenEndpoint {
  readonly metadata: SandboxMetadata;
  readonly client: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  readonly apiKey: string;
  readonly grants: GrantRegistry;
  readonly authorization: AuthorizationEndpoint;
  clear(): void;
}

export function createAuthorizationServer(
  { client, origin, ...rules }: RotationRules & { origin: string; client: Required<SandboxClient> },
  surroundings: ConsentSurroundings,
): AuthorizationServer {
  const { clientId, clientSecret, redirectUris } = client;
  const grants = new GrantRegistry(rules, surroundings.now);
  const authorization = createAuthorizationEndpoint(client, grants, surroundings);
  return {
    metadata: metadataFor(origin),
    client: { clientId, clientSecret, redirectUri: redirectUris[0] ?? '' },
    apiKey: randomSecret('api_'),
    grants,
    authorization,
    ...createTokenEndpoint(client, grants),
    clear: () => {
      grants.clear();
      authorization.clear();
    },
  };
}
