import type { Caller } from '../api/create-api.ts';
import type { SandboxClient } from '../authorization-server/oauth-client.ts';
import type { GrantRegistry } from '../authorization-server/grant-registry.ts';
import type { World } from '../seed/create-world.ts';

export interface Credentials {
  readonly grants: GrantRegistry;
  readonly apiKey: string;
  readonly client: Pick<Required<SandboxClient>, 'clientId' | 'name'>;
  readonly world: World;
}

/** Resolves an `Authorization` header: a bearer token, or an API key as the Basic user name. */
export function identifyCaller(authorization: string, credentials: Credentials): Caller | undefined {
  const { grants, apiKey, client, world } = credentials;
  const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  const [, key] = /^basic +(\S+)$/i.exec(authorization) ?? [];
  const terms = grants.resolveAccessToken(token);
  const isKey = key === btoa(`${apiKey}:`);
  const data = isKey ? world.organizations[0] : world.open(terms?.organizationId ?? '');
  const app = terms && { clientId: client.clientId, name: client.name, scope: terms.scope };
  return data && { data, user: world.user, app };
}
