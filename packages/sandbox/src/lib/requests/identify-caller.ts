import type { Caller } from '../api/create-api.ts';
import type { SandboxClient } from '../authorization-server/oauth-client.ts';
import type { GrantRegistry } from '../authorization-server/grant-registry.ts';
import type { World } from '../seed/create-world.ts';

/** The data that a credential is checked against. */
export interface Credentials {
  readonly grants: GrantRegistry;
  readonly apiKey: string;
  readonly client: Pick<Required<SandboxClient>, 'clientId' | 'name'>;
  readonly world: World;
}

/** Resolves an `Authorization` header: a bearer token, or an API key as the Basic user name. */
export function identifyCaller(authorization: string, credentials: Credentials): Caller | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
  const { world } = credentials;
  if (scheme.toLowerCase() === 'bearer') {
    const terms = credentials.grants.resolveAccessToken(value);
    if (terms === undefined) return undefined;
    const { clientId, name } = credentials.client;
    return caller(world, terms.organizationId, { clientId, name, scope: terms.scope });
  }
  const isKey = scheme.toLowerCase() === 'basic' && value === btoa(`${credentials.apiKey}:`);
  return isKey ? caller(world, world.organizations[0]?.organization.id ?? '') : undefined;
}

function caller(world: World, organizationId: string, app?: Caller['app']): Caller | undefined {
  const data = world.open(organizationId);
  return data === undefined ? undefined : { data, user: world.user, app };
}
