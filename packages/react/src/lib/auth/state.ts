import type { CloseAuthError } from './error.ts';
import type { CloseSession, CloseSessionIds, ConnectedSession } from './close-session.ts';

/** The auth state of this page. Narrow on `status`. */
export type CloseAuthState =
  /** The session has not been read yet. Never returns to this state. */
  | { readonly status: 'loading' }
  /** Not connected; `error` is the reason why the last login failed. */
  | { readonly status: 'signed-out'; readonly error?: { readonly code: string } }
  /** Connected. `refreshing` is `true` during a token refresh; there is no need to hide anything then. */
  | ({ readonly status: 'signed-in'; readonly refreshing: boolean } & ConnectedSession)
  /**
   * The connection is lost and only a login restores it; call `signIn`. The page may keep its content.
   * `error` is the reason why the last login failed.
   */
  | ({
      readonly status: 'needs-reauth';
      readonly error?: { readonly code: string };
    } & Partial<ConnectedSession>)
  /** The session could not be read; `reload` tries again. */
  | { readonly status: 'error'; readonly error: CloseAuthError };

/** The error of the last login, if it failed. */
export interface FailedSignIn {
  readonly error?: { readonly code: string };
}

/** Returns the state for a session that was read, based on the previous state. */
export function stateOfSession(
  session: CloseSession,
  previous: CloseAuthState,
  failure: FailedSignIn,
): CloseAuthState {
  if (session.status === 'signed-out') return { ...session, ...failure };
  if (session.status === 'needs-reauth') return { ...connectionIn(previous), ...session, ...failure };
  return { ...session, refreshing: previous.status === 'signed-in' && previous.refreshing };
}

/** The fields of all states. */
interface StateFields extends Partial<ConnectedSession> {
  readonly status: CloseAuthState['status'];
  readonly refreshing?: boolean;
  readonly error?: unknown;
}

/** Returns the connection details of a state, as far as they are known. */
export function connectionIn(state: CloseAuthState): Partial<ConnectedSession> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each state has some of these fields
  const { status: _status, refreshing: _refreshing, error: _error, ...connection } = state as StateFields;
  return connection;
}

/** Returns the connection details of a state if they are complete. */
export function connectedIn(state: CloseAuthState): ConnectedSession | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a state knows all details or none
  return isConnectedIn(state) ? (connectionIn(state) as ConnectedSession) : undefined;
}

/** Returns status and scope as one string, to compare two states or two tabs. */
export function identityOf(state: CloseAuthState | CloseSession): string {
  return `${state.status} ${scopeOf(state) ?? ''}`.trim();
}

/**
 * Returns the scope of a session: its organization and its user, as one string. Data of one scope is never shown in
 * another. `undefined` if not connected.
 */
export function scopeOf(state: CloseAuthState | CloseSession | CloseSessionIds): string | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each state has the ids of its connection, or none
  const { organization, user } = state as Partial<CloseSessionIds>;
  return organization && user && `${organization.id}/${user.id}`;
}

/** Checks whether an organization is connected, so that this page may show its data. */
export function isConnectedIn(state: CloseAuthState): boolean {
  return scopeOf(state) !== undefined;
}
