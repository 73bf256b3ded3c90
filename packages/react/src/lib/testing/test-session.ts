import type { Sandbox } from '@closekit/sandbox';
import type { CloseOrganization, CloseSession } from '../auth/close-session.ts';
import { createTestConnection } from './test-connection.ts';
import type { TestConnection } from './test-connection.ts';

/** Options of {@link createTestSession}. */
export interface TestSessionOptions {
  /** The initial status. */
  readonly status: CloseSession['status'];
  /** The id of the active organization. */
  readonly organizationId?: string | undefined;
  /** The ids of the other connected organizations. */
  readonly otherOrganizationIds: readonly string[];
}

/** The browser session of a test: the state of a backend for one cookie. */
export interface TestSession {
  /** The connection of the active organization; `undefined` while signed out. */
  readonly connection: TestConnection | undefined;
  /** Returns the response of the session route. */
  read(): CloseSession;
  /** Connects an organization and activates it. Default: the lost one, otherwise the next one of the user. */
  signIn(organizationId?: string): void;
  /** Switches to another connected organization; returns `false` if it is not connected. */
  switchTo(organizationId: string): boolean;
  /** Deletes the session; its token pairs stay valid at the sandbox. */
  signOut(): void;
  /**
   * Revokes the token pair of an organization, and activates another one; without one the session ends. Returns
   * `false` if it is not connected.
   */
  disconnect(organizationId: string): Promise<boolean>;
}

/** Creates the session of a test. */
export function createTestSession(sandbox: Sandbox, options: TestSessionOptions): TestSession {
  const connections = new Map<string, TestConnection>();
  let active: string | undefined;
  const current = (): TestConnection | undefined =>
    active === undefined ? undefined : connections.get(active);

  const connect = (organizationId: string): void => {
    connections.set(organizationId, createTestConnection(sandbox, organizationId));
    active = organizationId;
  };
  const nextOrganization = (): string => {
    if (active !== undefined && current()?.isLost) return active;
    const [user] = sandbox.users;
    const next = user?.organizationIds.find((id) => !connections.has(id)) ?? active;
    if (next === undefined) throw new TypeError('createTestBackend: `sandbox` must have a user to sign in.');
    return next;
  };

  if (options.status !== 'signed-out') {
    for (const id of options.otherOrganizationIds) connect(id);
    connect(options.organizationId ?? sandbox.organizations[0]?.id ?? nextOrganization());
  }
  if (options.status === 'needs-reauth') current()?.lose();
  return {
    get connection() {
      return current();
    },
    read: () => describeSession(sandbox, current(), [...connections.keys()]),
    signIn: (organizationId = nextOrganization()) => connect(organizationId),
    switchTo: (organizationId) => {
      if (!connections.has(organizationId)) return false;
      active = organizationId;
      return true;
    },
    signOut: () => {
      connections.clear();
      active = undefined;
    },
    disconnect: async (organizationId) => {
      const connection = connections.get(organizationId);
      if (connection === undefined) return false;
      connections.delete(organizationId);
      if (active === organizationId) [active] = connections.keys();
      await connection.revoke();
      return true;
    },
  };
}

function describeSession(
  sandbox: Sandbox,
  connection: TestConnection | undefined,
  connectedIds: readonly string[],
): CloseSession {
  const [user] = sandbox.users;
  if (connection === undefined || user === undefined) return { status: 'signed-out' };
  const { organizationId, isLost, expiresAt, refreshes } = connection;
  return {
    status: isLost ? 'needs-reauth' : 'signed-in',
    user: { id: user.id, name: user.name, email: user.email },
    organization: nameOrganization(sandbox, organizationId),
    organizations: connectedIds.map((id) => nameOrganization(sandbox, id)),
    expiresAt,
    generation: refreshes + 1,
    refreshes,
    scope: 'all.full_access offline_access',
  };
}

function nameOrganization(sandbox: Sandbox, organizationId: string): CloseOrganization {
  const name = sandbox.organizations.find(({ id }) => id === organizationId)?.name;
  return { id: organizationId, name: name ?? organizationId };
}
