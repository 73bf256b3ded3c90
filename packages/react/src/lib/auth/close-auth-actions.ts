import type { AuthStore } from './store.ts';

/** The actions of the session, available in every state. */
export interface CloseAuthActions {
  /**
   * Navigates to the login at Close.
   *
   * @param options - `returnTo`: the path to return to after the login. Default: this page.
   * @throws CloseAuthError `sign_in_unavailable` if the client has no session routes.
   */
  readonly signIn: (options?: { readonly returnTo?: string }) => void;
  /**
   * Ends the session of this browser, in this tab and in the others, and removes its data from the cache. It works
   * while Close cannot be reached. The connection stays: other browsers stay signed in, and signing in again is quick.
   *
   * @throws CloseAuthError `sign_out_failed` if the backend cannot be reached; the session still exists then.
   */
  readonly signOut: () => Promise<void>;
  /**
   * Disconnects an organization from Close, for all browsers of the user, and removes its data from the cache. With
   * other organizations left, the session goes on with one of them; otherwise the user is signed out. While Close
   * cannot be reached it succeeds, too, and the backend revokes the tokens later.
   *
   * Ask the user to confirm first: work of the backend in the background ends, too.
   *
   * @param organizationId - One of `organizations`. Default: the active one on this page.
   * @throws CloseAuthError `disconnect_failed`; the session is read again then, because it may have succeeded.
   */
  readonly disconnect: (organizationId?: string) => Promise<void>;
  /**
   * Switches to another organization in this tab and in the others, and removes the data of this one from the
   * cache.
   *
   * @param organizationId - One of `organizations`. Without it, the page navigates to the login, where the
   * user selects one.
   * @throws CloseAuthError `switch_failed`; `sign_in_unavailable` if the client has no session routes.
   */
  readonly switchOrganization: (organizationId?: string) => Promise<void>;
  /** Reads the session again. The current state stays until the response. */
  readonly reload: () => Promise<void>;
}

/** Returns the actions of a store. */
export function actionsOf(store: AuthStore): CloseAuthActions {
  const { signIn, signOut, disconnect, switchOrganization, reload } = store;
  return { signIn, signOut, disconnect, switchOrganization, reload };
}
