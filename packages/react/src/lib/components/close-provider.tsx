'use client';

import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { createAuthStore } from '../auth/create-auth-store.ts';
import type { CloseSessionOptions } from '../auth/create-auth-store.ts';
import { scopeOf } from '../auth/state.ts';
import { connectOptions } from '../queries/connected-options.ts';
import { CloseContext } from '../queries/close-context.ts';
import type { CloseContextValue } from '../queries/close-context.ts';
import { rootOf, startPage } from '../core/start-page.ts';
import { failRemoved } from '../writes/fail-removed.ts';

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
 * @throws TypeError if `client` does not come from `createCloseClient`, or has no session routes and `sessionSource` is
 * missing.
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
  const held = useHeld(props);
  const { auth } = held;
  const state = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getServerSnapshot);
  const queryClient = useQueryClient();
  const scope = scopeOf(state);
  useEffect(() => {
    failRemoved(queryClient.getMutationCache(), (listener) => onlineManager.subscribe(listener));
    return startPage({ ...held, queryClient });
  }, [held, queryClient]);

  const value = useMemo(
    () => ({ ...held, root: rootOf(held, scope), isConnected: scope !== undefined }),
    [held, scope],
  );
  const connected = state.status === 'signed-in' ? value.root : undefined;
  useEffect(() => (connected ? connectOptions(queryClient, connected) : undefined), [queryClient, connected]);
  return <CloseContext.Provider value={value}>{props.children}</CloseContext.Provider>;
}

/** The props that are read once for each client. */
type Held = Omit<CloseContextValue, 'root' | 'isConnected'>;

function useHeld(props: CloseProviderProps): Held {
  const [held, hold] = useState(() => createHeld(props));
  if (held.client === props.client) return held;
  const next = createHeld(props, held);
  hold(next);
  return next;
}

function createHeld(props: CloseProviderProps, previous?: Held): Held {
  const { client, page, eventSource } = props;
  return { client, auth: createAuthStore('CloseProvider', props, previous?.auth), page, eventSource };
}
