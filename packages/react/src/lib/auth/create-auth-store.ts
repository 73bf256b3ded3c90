import type { CloseClient } from '@closekit/client';
import { browserPage } from './browser-page.ts';
import type { ClosePage } from './close-page.ts';
import type { CloseSession, ConnectedSession } from './close-session.ts';
import { sessionSourceOf } from './session-source-of.ts';
import { AuthStore } from './store.ts';

/** Settings of the session of an app, for CloseProvider and for `createCloseCore`. */
export interface CloseSessionOptions {
  /** The client that sends all requests. Create it once, outside of the components. */
  readonly client: CloseClient;
  /**
   * The session that a server has read, so that the first render already has it.
   * Without it the session is read after the start.
   */
  readonly initialSession?: CloseSession | undefined;
  /**
   * Navigates to the login.
   * Default: `window.location.assign`; required in React Native.
   */
  readonly navigate?: ((url: string) => void) | undefined;
  /**
   * Follows the user and the network where the browser does not, for example `createNativePage` in React Native.
   * Default: the page of the browser.
   */
  readonly page?: ClosePage | undefined;
  /**
   * Calls the session routes.
   * Default: `globalThis.fetch`.
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Called when the user is gone: signed out in this tab or in another one, or replaced by another user. The cache of
   * TanStack Query has already lost the data of the user; clear what the app has stored elsewhere, such as a
   * persisted cache. `signOut` waits for the promise, and rejects with it.
   *
   * @param left - The session of the user who is gone.
   * @returns Nothing, or a promise.
   */
  readonly onSignedOut?: ((left: ConnectedSession) => void | PromiseLike<void>) | undefined;
}

/** Creates the auth state of an app. `client` has been checked. `previous` is the store of another client. */
export function createAuthStore(options: CloseSessionOptions, previous?: AuthStore): AuthStore {
  const { client, fetch } = options;
  const source = sessionSourceOf(client, fetch);
  return new AuthStore({ ...options, source, page: browserPage(options), previous });
}

/** Whether a value comes from `createCloseClient`. Typed code cannot omit it. */
export function isClient(client: CloseClient): boolean {
  const untyped: CloseClient | undefined = client;
  return untyped?.subscribe !== undefined;
}
