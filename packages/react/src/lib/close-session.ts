import { isRecord } from './is-record.ts';

/** The person who connected. */
export interface CloseUser {
  /** Close's id, `user_…`. */
  readonly id: string;
  /** Full name. */
  readonly name: string;
  /** Email address, where it is known. */
  readonly email?: string | undefined;
}

/** An organization that is connected. */
export interface CloseOrganization {
  /** Close's id, `orga_…`. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** Who is connected, as the session route of `@closekit/server` answers. Holds no secret. */
export type CloseSession =
  | { readonly status: 'signed-out' }
  | ({ readonly status: 'signed-in' } & CloseConnection)
  | ({ readonly status: 'needs-reauth' } & Partial<CloseConnection>);

/** What is known about a connection. */
export interface CloseConnection {
  /** Who connected. */
  readonly user: CloseUser;
  /** What is connected, and shown. */
  readonly organization: CloseOrganization;
  /** Every organization that can be switched to without another login, the shown one included. */
  readonly organizations: readonly CloseOrganization[];
  /** When the access token ends, in milliseconds since 1970; `null` where the browser is not told. */
  readonly expiresAt: number | null;
  /** How many token pairs there were so far; `null` where the browser is not told. */
  readonly generation: number | null;
  /** How often the token pair was renewed since this organization was connected; `null` where the browser is not told. */
  readonly refreshes: number | null;
  /** What was granted, as Close reports it; `null` where it is not told. */
  readonly scope: string | null;
}

/**
 * Reads the answer of the session route.
 *
 * @param value Parsed JSON.
 * @returns The session.
 * @throws TypeError when the value is no session.
 */
export function parseCloseSession(value: unknown): CloseSession {
  const answer = record(value, 'the answer');
  const status = answer['status'];
  if (status === 'signed-out') return { status };
  if (status !== 'signed-in' && status !== 'needs-reauth')
    throw new TypeError('status is none that a session has');
  const organization = parseOrganization(answer['organization']);
  const { organizations } = answer;
  return {
    status,
    user: parseUser(answer['user']),
    organization,
    organizations: Array.isArray(organizations) ? organizations.map(parseOrganization) : [organization],
    expiresAt: optionalNumber(answer['expiresAt']),
    generation: optionalNumber(answer['generation']),
    refreshes: optionalNumber(answer['refreshes']),
    scope: typeof answer['scope'] === 'string' ? answer['scope'] : null,
  };
}

function parseUser(value: unknown): CloseUser {
  const { id, name, email } = record(value, 'user');
  return {
    id: text(id, 'user.id'),
    name: text(name, 'user.name'),
    ...(typeof email === 'string' && { email }),
  };
}

function parseOrganization(value: unknown): CloseOrganization {
  const { id, name } = record(value, 'organization');
  return { id: text(id, 'organization.id'), name: text(name, 'organization.name') };
}

function record(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new TypeError(`${name} is not an object`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} is not a string`);
}

function optionalNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
