'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { AuthStore } from '../auth/store.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { useCloseContext } from '../queries/close-context.ts';

/** What can be done about the connection, whatever its state. */
export interface CloseAuthActions {
  /**
   * Leaves this page for the login at Close.
   *
   * @param options - `returnTo`: the path to come back to, this page unless given.
   * @throws CloseAuthError `sign_in_unavailable` when the client has no session routes.
   */
  readonly signIn: (options?: { readonly returnTo?: string }) => void;
  /**
   * Disconnects: ends the session, here and in the other tabs, and takes its data out of the cache.
   *
   * @throws CloseAuthError `sign_out_failed`; the session is still there then.
   */
  readonly signOut: () => Promise<void>;
  /**
   * Shows another organization, here and in the other tabs, and takes the data of this one out of the cache.
   *
   * @param organizationId - One of `organizations`. Left out, this page is left for the login, where the user picks one.
   * @throws CloseAuthError `switch_failed`; `sign_in_unavailable` when the client has no session routes.
   */
  readonly switchOrganization: (organizationId?: string) => Promise<void>;
  /** Reads the session again. What is shown stays meanwhile. */
  readonly reload: () => Promise<void>;
}

/** Who is connected, and what can be done about it. Narrow on `status`. */
export type UseCloseAuthResult = CloseAuthState & CloseAuthActions;

/**
 * Tells who is connected, and keeps telling: a token that is refused anywhere, or a sign-out or
 * switch in another tab, shows here.
 * A connection that renews its token stays `signed-in`, so nothing unmounts.
 *
 * @returns The state and its actions, the same object until something changes.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const auth = useCloseAuth();
 * if (auth.status === 'signed-in') return <p>{auth.organization.name}</p>;
 * return <button onClick={() => auth.signIn()}>Connect to Close</button>;
 */
export function useCloseAuth(): UseCloseAuthResult {
  const { auth } = useCloseContext();
  const state = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getServerSnapshot);
  return useMemo(() => ({ ...state, ...actionsOf(auth) }), [state, auth]);
}

function actionsOf({ signIn, signOut, switchOrganization, reload }: AuthStore): CloseAuthActions {
  return { signIn, signOut, switchOrganization, reload };
}
