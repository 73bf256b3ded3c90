'use client';

import type { CloseClient } from '@closekit/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { AuthStore } from '../auth/store.ts';
import { browserPage } from '../auth/browser-page.ts';
import { organizationIn } from '../auth/state.ts';
import { CloseContext } from '../queries/close-context.ts';
import type { CloseSession } from '../auth/close-session.ts';
import { createCloseQueries } from '../queries/create-close-queries.ts';
import { sessionSourceOf } from '../auth/session-source-of.ts';
import { useForgetfulCache } from '../hooks/use-forgetful-cache.ts';

/** Props of {@link CloseProvider}. All but `children` are read once for each `client`. */
export interface CloseProviderProps {
  /** Answers the queries. Create it once, outside of the components. */
  readonly client: CloseClient;
  /** What uses the hooks. */
  readonly children?: ReactNode;
  /**
   * The session as a server has read it, so that the first render already knows who is connected.
   * Without it the provider asks once it is mounted.
   */
  readonly initialSession?: CloseSession | undefined;
  /**
   * Leaves for the login.
   *
   * @default window.location.assign
   */
  readonly navigate?: ((url: string) => void) | undefined;
  /**
   * Reaches the session routes.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Listens to live events, for `useCloseLive`.
   *
   * @default globalThis.EventSource
   */
  readonly eventSource?: typeof EventSource | undefined;
}

/**
 * Gives the hooks below it a client, the state of the connection, and the queries of the connected organization.
 * Works on the app's own `QueryClient`: put it inside of `QueryClientProvider`.
 *
 * @param props - The client, and what its session needs.
 * @returns The children.
 * @throws TypeError when `client` does not come from `createCloseClient`.
 * @example
 * const close = createCloseClient({ auth: cookieSession('/api/close') });
 *
 * <QueryClientProvider client={queryClient}>
 *   <CloseProvider client={close}>
 *     <App />
 *   </CloseProvider>
 * </QueryClientProvider>
 */
export function CloseProvider(props: CloseProviderProps): ReactNode {
  const { client, children } = props;
  const { auth, eventSource } = useHeld(props);
  const state = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getServerSnapshot);
  const scope = organizationIn(state);
  useEffect(() => auth.start(), [auth]);
  useForgetfulCache(useQueryClient(), state);

  const value = useMemo(() => {
    const queries = createCloseQueries(client, { scope });
    return { client, auth, queries, isConnected: scope !== undefined, eventSource };
  }, [client, auth, scope, eventSource]);
  return <CloseContext.Provider value={value}>{children}</CloseContext.Provider>;
}

/** What is read once for each client. */
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

function createHeld({ client, initialSession, navigate, fetch, eventSource }: CloseProviderProps): Held {
  // Typed code cannot leave it out; for the rest, a name beats "subscribe is not a function" deep below.
  const given: CloseClient | undefined = client;
  if (given?.subscribe === undefined)
    throw new TypeError('CloseProvider: `client` must come from createCloseClient().');
  const source = sessionSourceOf(client, fetch);
  const auth = new AuthStore({ client, source, page: browserPage(navigate), initialSession });
  return { client, auth, eventSource };
}
