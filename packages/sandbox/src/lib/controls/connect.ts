import type { AuthorizationServer } from '../authorization-server/create-authorization-server.ts';
import { organizationOf } from './organization-of.ts';
import type { World } from '../seed/create-world.ts';

/** A token pair that was made without a browser. */
export interface SandboxConnection {
  /** What calls carry as `Bearer`. */
  readonly accessToken: string;
  /** What the token endpoint takes for the next pair, once. */
  readonly refreshToken: string;
  /** Whose data the tokens open. */
  readonly organizationId: string;
  /** Who has connected. */
  readonly userId: string;
  /** Lifetime of the access token, in milliseconds. */
  readonly expiresInMs: number;
}

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
