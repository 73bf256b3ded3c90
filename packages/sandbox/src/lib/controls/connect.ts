import type { AuthorizationServer } from '../authorization-server/create-authorization-server.ts';
import { organizationOf } from './organization-of.ts';
import type { World } from '../seed/create-world.ts';

/** A grant that was created without a browser, with its first token pair. */
export interface SandboxConnection {
  /** The bearer token of API calls. */
  readonly accessToken: string;
  /** The refresh token. The token endpoint accepts it once. */
  readonly refreshToken: string;
  /** The organization that the tokens give access to. */
  readonly organizationId: string;
  /** The connected user. */
  readonly userId: string;
  /** Lifetime of the access token, in milliseconds. */
  readonly expiresInMs: number;
}

/** Creates a grant and its first token pair without a browser. */
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
