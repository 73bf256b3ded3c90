import type { CloseClient } from '@closekit/client';
import type { QueryClient } from '@tanstack/query-core';
import { actionsOf } from '../auth/close-auth-actions.ts';
import type { CloseAuthActions } from '../auth/close-auth-actions.ts';
import { browserPage } from '../auth/browser-page.ts';
import type { ClosePage } from '../auth/close-page.ts';
import { createAuthStore } from '../auth/create-auth-store.ts';
import type { CloseSessionOptions } from '../auth/create-auth-store.ts';
import { scopeOf } from '../auth/state.ts';
import type { CloseAuthState } from '../auth/state.ts';
import { joinEndings } from '../base/join-endings.ts';
import { connectOptions } from '../queries/connected-options.ts';
import { optionsOf } from '../queries/create-close-query-options.ts';
import type { CloseQueryTree } from '../queries/create-close-query-options.ts';
import type { OptionRoot } from '../queries/option-tree.ts';
import { failRemoved } from '../writes/fail-removed.ts';
import { rootOf, startPage } from './start-page.ts';

/** Options of {@link createCloseCore}. */
export interface CloseCoreOptions extends CloseSessionOptions {
  /** The cache of the app: the `QueryClient` of its TanStack Query. */
  readonly queryClient: QueryClient;
}

/** The session and the queries of an app, without a framework: what CloseProvider is in React. */
export interface CloseCore extends CloseAuthActions {
  /** The client that sends all requests. */
  readonly client: CloseClient;
  /** The cache of the app. */
  readonly queryClient: QueryClient;
  /** The `page` of the options. */
  readonly page: ClosePage | undefined;
  /**
   * Returns the auth state.
   *
   * @returns The same object until it changes.
   */
  readonly getSnapshot: () => CloseAuthState;
  /**
   * Returns the auth state that a server renders.
   *
   * @returns The state of `initialSession`; `loading` without one.
   */
  readonly getServerSnapshot: () => CloseAuthState;
  /**
   * Subscribes to the auth state.
   *
   * @param listener - Called after each change.
   * @returns A function that ends the subscription.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Returns the options of the session on screen. They are disabled, and send nothing, without a connected session and
   * once the app has another one: read them again after a change of the auth state.
   *
   * @returns The same object until the organization or the user changes.
   */
  readonly getQueryOptions: () => CloseQueryTree;
  /**
   * Starts: reads the session unless a server has, follows the client, the page and the other tabs, and keeps the
   * data of other organizations and users out of the cache. Only in the browser, not on a server.
   *
   * @returns A function that stops it; it can be started again.
   */
  readonly start: () => () => void;
}

/**
 * Creates the session and the queries of an app without React, for bindings to other frameworks.
 *
 * @param options - The client, the cache of the app, and the settings of the session.
 * @returns The core; call `start` when the app is mounted.
 * @throws TypeError if `client` does not come from `createCloseClient`, or has no session routes and `sessionSource` is
 * missing, or `queryClient` is not a `QueryClient`.
 * @example
 * ```ts
 * const core = createCloseCore({ client: close, queryClient });
 * core.subscribe(() => show(core.getSnapshot().status));
 * const stop = core.start();
 * ```
 */
export function createCloseCore(options: CloseCoreOptions): CloseCore {
  const { client, queryClient, page } = options;
  const auth = createAuthStore('createCloseCore', options);
  assertQueryClient(queryClient);
  let root: OptionRoot | undefined;
  let rootScope: string | undefined;
  const currentRoot = (): OptionRoot => {
    const scope = scopeOf(auth.getSnapshot());
    if (root === undefined || scope !== rootScope) root = rootOf({ client, auth }, (rootScope = scope));
    return root;
  };
  const { getSnapshot, getServerSnapshot, subscribe } = auth;
  return {
    client,
    queryClient,
    page,
    getSnapshot,
    getServerSnapshot,
    subscribe,
    ...actionsOf(auth),
    getQueryOptions: () => optionsOf(currentRoot()),
    start() {
      failRemoved(queryClient.getMutationCache(), (listener) => browserPage(options).onOnline(listener));
      return joinEndings(
        startPage({ client, queryClient, auth }),
        followConnection(queryClient, auth, currentRoot),
      );
    },
  };
}

/** Sends paused writes of an earlier page while the session is connected. */
function followConnection(
  queryClient: QueryClient,
  auth: Pick<CloseCore, 'getSnapshot' | 'subscribe'>,
  currentRoot: () => OptionRoot,
): () => void {
  let last: OptionRoot | undefined;
  let disconnect: (() => void) | undefined;
  const connect = (): void => {
    const next = auth.getSnapshot().status === 'signed-in' ? currentRoot() : undefined;
    if (next === last) return;
    disconnect?.();
    disconnect = next && connectOptions(queryClient, next);
    last = next;
  };
  connect();
  return joinEndings(auth.subscribe(connect), () => disconnect?.());
}

function assertQueryClient(queryClient: QueryClient): void {
  const untyped: Partial<QueryClient> | undefined = queryClient;
  if (typeof untyped?.getQueryCache !== 'function')
    throw new TypeError('createCloseCore: `queryClient` must be a QueryClient of TanStack Query.');
}
