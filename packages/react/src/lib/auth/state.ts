import type { CloseAuthError } from './error.ts';
import type { ConnectedSession, CloseSession } from './close-session.ts';

/** Who is connected, as far as this page knows. Narrow on `status`. */
export type CloseAuthState =
  /** Not known yet. Never comes back once it is known. */
  | { readonly status: 'loading' }
  /** Nobody is connected; `error` says why the last attempt to connect failed. */
  | { readonly status: 'signed-out'; readonly error?: { readonly code: string } }
  /** Connected. `refreshing` is true while the token is renewed: nothing needs to be hidden meanwhile. */
  | ({ readonly status: 'signed-in'; readonly refreshing: boolean } & ConnectedSession)
  /**
   * The connection was lost for good; what is shown may stay, and `signIn` brings it back. `error` says why the last
   * attempt to do so failed.
   */
  | ({
      readonly status: 'needs-reauth';
      readonly error?: { readonly code: string };
    } & Partial<ConnectedSession>)
  /** Nobody could say whether somebody is connected; `reload` asks again. */
  | { readonly status: 'error'; readonly error: CloseAuthError };

/** Why the last attempt to connect failed, if it did. */
export interface FailedSignIn {
  readonly error?: { readonly code: string };
}

/**
 * Shows a session.
 *
 * @param session - What the session source answered.
 * @param previous - What was shown before.
 * @param failure - Why the last attempt to connect failed.
 * @returns The state to show.
 */
export function stateOfSession(
  session: CloseSession,
  previous: CloseAuthState,
  failure: FailedSignIn,
): CloseAuthState {
  if (session.status === 'signed-out') return { ...session, ...failure };
  if (session.status === 'needs-reauth') return { ...connectionIn(previous), ...session, ...failure };
  return { ...session, refreshing: previous.status === 'signed-in' && previous.refreshing };
}

/**
 * Takes what is known about the connection out of a state.
 *
 * @param state - The state.
 * @returns The connection, as far as it is known.
 */
export function connectionIn(state: CloseAuthState): Partial<ConnectedSession> {
  if (state.status === 'signed-in') {
    const { status: _status, refreshing: _refreshing, ...connection } = state;
    return connection;
  }
  if (state.status !== 'needs-reauth') return {};
  const { status: _status, error: _error, ...connection } = state;
  return connection;
}

/**
 * Says what is shown in one short text, so that two states or two tabs can be compared.
 *
 * @param state - The state, or a session.
 * @returns Status, organization and user.
 */
export function identityOf(state: CloseAuthState | CloseSession): string {
  return `${state.status} ${connectedAs(state)}`.trim();
}

/**
 * Says who is connected in one short text.
 *
 * @param state - The state, or a session.
 * @returns Organization and user; empty when nobody is.
 */
export function connectedAs(state: CloseAuthState | CloseSession): string {
  return [organizationIn(state), userIn(state)].join(' ').trim();
}

/**
 * Tells whether it is known whose data this page may show.
 *
 * @param state - The state.
 * @returns Whether an organization is connected.
 */
export function isConnectedIn(state: CloseAuthState): boolean {
  return organizationIn(state) !== undefined;
}

/**
 * Says whose data this page may show.
 *
 * @param state - The state, or a session.
 * @returns The id of the organization, if it is known.
 */
export function organizationIn(state: CloseAuthState | CloseSession): string | undefined {
  return 'organization' in state ? state.organization?.id : undefined;
}

/**
 * Says who looks at the data.
 *
 * @param state - The state, or a session.
 * @returns The id of the user, if it is known.
 */
export function userIn(state: CloseAuthState | CloseSession): string | undefined {
  return 'user' in state ? state.user?.id : undefined;
}
