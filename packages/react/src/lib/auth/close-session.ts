import { textIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

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
  | ({ readonly status: 'signed-in' } & ConnectedSession)
  | ({ readonly status: 'needs-reauth' } & Partial<ConnectedSession>);

/** What is known about a connection. */
export interface ConnectedSession {
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
 * @param value - Parsed JSON.
 * @returns The session.
 * @throws TypeError when the value is no session.
 */
export function parseCloseSession(value: unknown): CloseSession {
  const answer = isRecord(value) ? value : {};
  const { status, user, organization, organizations } = answer;
  if (status === 'signed-out') return { status };
  if ((status !== 'signed-in' && status !== 'needs-reauth') || !isNamed(user) || !isNamed(organization))
    throw new TypeError('CloseProvider: the response is not a session.');
  return {
    status,
    user,
    organization,
    organizations: Array.isArray(organizations) ? organizations.filter(isNamed) : [organization],
    expiresAt: numberIn(answer, 'expiresAt'),
    generation: numberIn(answer, 'generation'),
    refreshes: numberIn(answer, 'refreshes'),
    scope: textIn(answer, 'scope') ?? null,
  };
}

function isNamed(value: unknown): value is CloseOrganization {
  return textIn(value, 'id') !== undefined && textIn(value, 'name') !== undefined;
}

function numberIn(answer: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = answer[name];
  return typeof value === 'number' ? value : null;
}
