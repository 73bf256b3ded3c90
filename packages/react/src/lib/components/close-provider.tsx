'use client';

import type { CloseClient } from '@closekit/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { createAuthStore, isClient } from '../auth/create-auth-store.ts';
import type { CloseSessionOptions } from '../auth/create-auth-store.ts';
import type { AuthStore } from '../auth/store.ts';
import { scopeOf } from '../auth/state.ts';
import { connectOptions } from '../queries/connected-options.ts';
import { CloseContext } from '../queries/close-context.ts';
import type { CloseSession } from '../auth/close-session.ts';
import { rootOf, startPage } from '../core/start-page.ts';

/**
 * Props of {@link CloseProvider}. All but `children` are read once for each `client`. Another client of the same
 * session routes, such as after a hot reload, takes over the session on screen.
 */
export interface CloseProviderProps extends CloseSessionOptions {
  /** The components that use the hooks. */
  readonly children?: ReactNode;
  /**
   * The `EventSource` class for live events, used by `useCloseLive`.
   * Default: `globalThis.EventSource`.
   */
  readonly eventSource?: typeof EventSource | undefined;
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
  useEffect(() => startPage({ client, queryClient, auth }), [queryClient, client, auth]);

  const value = useMemo(() => {
    const root = rootOf(client, auth, scope);
    return { client, auth, root, isConnected: scope !== undefined, eventSource };
  }, [client, auth, scope, eventSource]);
  const connected = state.status === 'signed-in' ? value.root : undefined;
  useEffect(() => {
    connectOptions(queryClient, connected);
    return () => connectOptions(queryClient, undefined);
  }, [queryClient, connected]);
  return <CloseContext.Provider value={value}>{children}</CloseContext.Provider>;
}

/** The props that are read once for each client. */
interface Held extends Pick<CloseProviderProps, 'client' | 'eventSource'> {
  readonly auth: AuthStore;
}

function useHeld(props: CloseProviderProps): Held {
  const [held, hold] = useState(() => createHeld(props));
  if (held.client === props.client) return held;
  const next = createHeld(props, held);
  hold(next);
  return next;
}

function createHeld(props: CloseProviderProps, previous?: Held): Held {
  const { client, eventSource, initialSession } = props;
  if (!isClient(client)) throw new TypeError('CloseProvider: `client` must come from createCloseClient().');
  const auth = createAuthStore({ ...props, initialSession: sessionOf(client, previous) ?? initialSession });
  return { client, auth, eventSource };
}

/** The session on screen, if the next client has the same one. A token or an API key may belong to another user. */
function sessionOf(client: CloseClient, previous: Held | undefined): CloseSession | undefined {
  const state = previous?.auth.getSnapshot();
  const isKnown = state !== undefined && state.status !== 'loading' && state.status !== 'error';
  const path = basePathOf(client);
  return isKnown && path !== undefined && path === basePathOf(previous?.client) ? state : undefined;
}

function basePathOf(client: CloseClient | undefined): string | undefined {
  return client && 'basePath' in client.auth ? client.auth.basePath : undefined;
}
