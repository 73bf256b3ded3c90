import type { Sandbox } from '@closekit/sandbox';
import type { CloseOrganization, CloseSession } from '../auth/close-session.ts';
import { createTestConnection } from './test-connection.ts';
import type { TestConnection } from './test-connection.ts';

/** How the session of a test begins. */
export interface TestSessionOptions {
  /** Whether somebody is connected. */
  readonly status: CloseSession['status'];
  /** The organization that is shown. */
  readonly organizationId?: string | undefined;
  /** The organizations that are connected besides. */
  readonly otherOrganizationIds: readonly string[];
}

/** The browser session of a test: what a backend keeps for one cookie. */
export interface TestSession {
  /** The connection of the organization that is shown; none while signed out. */
  readonly connection: TestConnection | undefined;
  /** What the session route answers. */
  read(): CloseSession;
  /** Connects an organization and shows it: the given one, else the lost one, else the next one of the user. */
  signIn(organizationId?: string): void;
  /** Shows another organization that is connected; false when it is not. */
  switchTo(organizationId: string): boolean;
  /** Forgets the session; its connections live on at the sandbox. */
  signOut(): void;
  /** Ends the session and its connections. */
  disconnect(): Promise<void>;
}

/**
 * Begins the session of a test.
 *
 * @param sandbox - The local Close.
 * @param options - Who is connected.
 * @returns The session.
 */
export function createTestSession(sandbox: Sandbox, options: TestSessionOptions): TestSession {
  const connections = new Map<string, TestConnection>();
  let active: string | undefined;
  const current = (): TestConnection | undefined =>
    active === undefined ? undefined : connections.get(active);

  const connect = (organizationId: string): void => {
    connections.set(organizationId, createTestConnection(sandbox, organizationId));
    active = organizationId;
  };
  const forget = (): TestConnection[] => {
    const forgotten = [...connections.values()];
    connections.clear();
    active = undefined;
    return forgotten;
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
    signOut: () => void forget(),
    disconnect: async () => {
      await Promise.all(forget().map((connection) => connection.end()));
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
