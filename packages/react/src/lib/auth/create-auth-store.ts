import type { CloseClient } from '@closekit/client';
import { browserPage } from './browser-page.ts';
import type { ClosePage } from './close-page.ts';
import type { CloseSession, ConnectedSession } from './close-session.ts';
import { sessionSourceOf } from './session-source-of.ts';
import type { SessionSource } from './session-source.ts';
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
   * Reads the session of a client without session routes, such as one with an API key: `apiSession`.
   *
   * @param client - The `client` above.
   * @returns The source of its session.
   */
  readonly sessionSource?: ((client: CloseClient) => SessionSource) | undefined;
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
   * Default: `globalThis.fetch`, looked up for each request.
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

/**
 * Creates the auth state of an app.
 *
 * @param caller - The function that the app has called.
 * @param previous - The store of another client.
 * @throws TypeError if `client` or `sessionSource` is missing.
 */
export function createAuthStore(
  caller: string,
  options: CloseSessionOptions,
  previous?: AuthStore,
): AuthStore {
  if (!isClient(options.client))
    throw new TypeError(`${caller}: \`client\` must come from createCloseClient().`);
  const source = sessionSourceOf(caller, options);
  return new AuthStore({ ...options, source, page: browserPage(options), previous });
}

/** Whether a value comes from `createCloseClient`. Typed code cannot omit it. */
function isClient(client: CloseClient): boolean {
  const untyped: CloseClient | undefined = client;
  return untyped?.subscribe !== undefined;
}
