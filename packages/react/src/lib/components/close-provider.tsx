'use client';

import type { CloseClient } from '@closekit/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { AuthStore } from '../auth/store.ts';
import { browserPage } from '../auth/browser-page.ts';
import { scopeOf } from '../auth/state.ts';
import { connectOptions } from '../queries/connected-options.ts';
import { CloseContext } from '../queries/close-context.ts';
import type { CloseSession, ConnectedSession } from '../auth/close-session.ts';
import { createOptionRoot } from '../queries/option-root.ts';
import { createScopeGate, followPage } from '../queries/scope-gate.ts';
import { guardCache } from '../queries/guard-cache.ts';
import { sessionSourceOf } from '../auth/session-source-of.ts';

/** Props of {@link CloseProvider}. All but `children` are read once for each `client`. */
export interface CloseProviderProps {
  /** The client that sends all requests. Create it once, outside of the components. */
  readonly client: CloseClient;
  /** The components that use the hooks. */
  readonly children?: ReactNode;
  /**
   * The session that a server has read, so that the first render already has it.
   * Without it the provider reads the session after it is mounted.
   */
  readonly initialSession?: CloseSession | undefined;
  /**
   * Navigates to the login.
   * Default: `window.location.assign`.
   */
  readonly navigate?: ((url: string) => void) | undefined;
  /**
   * Calls the session routes.
   * Default: `globalThis.fetch`.
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * The `EventSource` class for live events, used by `useCloseLive`.
   * Default: `globalThis.EventSource`.
   */
  readonly eventSource?: typeof EventSource | undefined;
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
 * Provides the client, the auth state and the queries of the connected organization to the hooks below it.
 * Uses the `QueryClient` of the app: render it inside `QueryClientProvider`.
 *
 * @param props - The client and the settings of its session.
 * @returns The children.
 * @throws TypeError if `client` does not come from `createCloseClient`.
 * @example
 * ```tsx
 * const close = createCloseClient({ auth: cookieSession('/api/close') });
 *
 * <QueryClientProvider client={queryClient}>
 *   <CloseProvider client={close}>
 *     <App />
 *   </CloseProvider>
 * </QueryClientProvider>
 * ```
 */
export function CloseProvider(props: CloseProviderProps): ReactNode {
  const { client, children } = props;
  const { auth, eventSource } = useHeld(props);
  const state = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getServerSnapshot);
  const queryClient = useQueryClient();
  const scope = scopeOf(state);
  useEffect(() => {
    const endings = [guardCache(queryClient, auth), followPage(client, auth), auth.start()];
    return () => endings.forEach((end) => end());
  }, [queryClient, client, auth]);

  const value = useMemo(() => {
    const root = createOptionRoot(
      client,
      scope,
      createScopeGate(scope, () => auth),
    );
    return { client, auth, root, isConnected: scope !== undefined, eventSource };
  }, [client, auth, scope, eventSource]);
  const connected = state.status === 'signed-in' ? value.root : undefined;
  useEffect(() => (connected ? connectOptions(queryClient, connected) : undefined), [queryClient, connected]);
  return <CloseContext.Provider value={value}>{children}</CloseContext.Provider>;
}

/** The props that are read once for each client. */
interface Held extends Pick<CloseProviderProps, 'client' | 'eventSource'> {
  readonly auth: AuthStore;
}

function useHeld(props: CloseProviderProps): Held {
  const [held, hold] = useState(() => createHeld(props));
  if (held.client === props.client) return held;
  const next = createHeld(props);
  hold(next);
  return next;
}

function createHeld(props: CloseProviderProps): Held {
  const { client, initialSession, navigate, fetch, eventSource, onSignedOut } = props;
  // Typed code cannot omit it. Untyped code gets this message instead of "subscribe is not a function".
  const untyped: CloseClient | undefined = client;
  if (untyped?.subscribe === undefined)
    throw new TypeError('CloseProvider: `client` must come from createCloseClient().');
  const source = sessionSourceOf(client, fetch);
  const auth = new AuthStore({ client, source, page: browserPage(navigate), initialSession, onSignedOut });
  return { client, auth, eventSource };
}
