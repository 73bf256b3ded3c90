import type { AuthorizationServer } from './authorization-server/create-authorization-server.ts';
import type { SandboxConnection } from './sandbox.ts';
import { organizationOf } from './seed/organization-of.ts';
import type { World } from './seed/create-world.ts';

/** Makes a token pair without a browser, as the token endpoint would give it. */
export function connect(
  server: AuthorizationServer,
  world: World,
  organizationId: string | undefined,
): SandboxConnection {
  const { id } = organizationOf(world, 'sandbox.connect', organizationId).organization;
  const tokens = server.connect({ organizationId: id, userId: world.user.id });
  const { accessToken, refreshToken = '', userId, expiresInMs } = tokens;
  return { accessToken, refreshToken, organizationId: id, userId, expiresInMs };
}
