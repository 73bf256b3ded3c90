import { textIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/** The signed-in user. */
export interface CloseUser {
  /** Close's id, `user_…`. */
  readonly id: string;
  /** Full name. */
  readonly name: string;
  /** Email address, if known. */
  readonly email?: string | undefined;
}

/** A connected organization. */
export interface CloseOrganization {
  /** Close's id, `orga_…`. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** The session, as the session route of `@closekit/server` returns it. Contains no secrets. */
export type CloseSession =
  /** Not connected. */
  | { readonly status: 'signed-out' }
  /** Connected. */
  | ({ readonly status: 'signed-in' } & ConnectedSession)
  /** The connection is lost; only a login restores it. */
  | ({ readonly status: 'needs-reauth' } & Partial<ConnectedSession>);

/** The ids of a connection, for a credential without a session route, such as an API key. */
export interface CloseSessionIds {
  /** The organization. */
  readonly organization: Pick<CloseOrganization, 'id'>;
  /** The user. */
  readonly user: Pick<CloseUser, 'id'>;
}

/** The details of a connection. */
export interface ConnectedSession {
  /** The user. */
  readonly user: CloseUser;
  /** The active organization. */
  readonly organization: CloseOrganization;
  /** All organizations that the user can switch to without another login, including the active one. */
  readonly organizations: readonly CloseOrganization[];
  /** Expiry of the access token, in milliseconds since 1970; `null` if the backend does not send it. */
  readonly expiresAt: number | null;
  /** Number of token pairs so far; `null` if the backend does not send it. */
  readonly generation: number | null;
  /** Number of refreshes since this organization was connected; `null` if the backend does not send it. */
  readonly refreshes: number | null;
  /** The granted scope, as Close reports it; `null` if unknown. */
  readonly scope: string | null;
}

/**
 * Parses the JSON body of the session route.
 *
 * @throws Error if the value is not a session; it becomes the `cause` of a CloseAuthError.
 */
export function parseCloseSession(value: unknown): CloseSession {
  const body = isRecord(value) ? value : {};
  const { status, user, organization, organizations } = body;
  if (status === 'signed-out') return { status };
  if ((status !== 'signed-in' && status !== 'needs-reauth') || !isNamed(user) || !isNamed(organization))
    throw new Error('The response is not a session. Check `basePath`.');
  return {
    status,
    user,
    organization,
    organizations: Array.isArray(organizations) ? organizations.filter(isNamed) : [organization],
    expiresAt: numberIn(body, 'expiresAt'),
    generation: numberIn(body, 'generation'),
    refreshes: numberIn(body, 'refreshes'),
    scope: textIn(body, 'scope') ?? null,
  };
}

function isNamed(value: unknown): value is CloseOrganization {
  return textIn(value, 'id') !== undefined && textIn(value, 'name') !== undefined;
}

function numberIn(body: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = body[name];
  return typeof value === 'number' ? value : null;
}
