'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { AuthStore } from '../auth/store.ts';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseContextValue } from '../queries/close-context.ts';
import type { CloseLiveEvent } from '../live/event.ts';
import { LiveConnection } from '../live/connection.ts';
import type { LiveStatus } from '../live/connection.ts';

/** Settings of {@link useCloseLive}. */
export interface UseCloseLiveOptions {
  /**
   * Whether to listen.
   *
   * @default true
   */
  readonly enabled?: boolean | undefined;
  /** Called with each change, before what is on screen is read again. */
  readonly onEvent?: ((event: CloseLiveEvent) => void) | undefined;
}

/** What {@link useCloseLive} tells. */
export interface UseCloseLiveResult {
  /** Whether changes arrive: `off` when not enabled, while nobody is connected, or when the backend relays none. */
  readonly status: LiveStatus;
}

/**
 * Keeps what is on screen current while others change it: listens to the webhook events that `@closekit/server` relays,
 * and has exactly those queries read again whose answers may differ. What this page has written itself is not read
 * twice. However many components call it, there is one connection for each CloseProvider.
 *
 * @param options - Whether to listen, and what else to do.
 * @returns Whether changes arrive; the same object until that changes.
 * @throws TypeError outside of a CloseProvider.
 * @example
 * const { status } = useCloseLive({ onEvent: (event) => console.log(event.object_type, event.action) });
 */
export function useCloseLive({ enabled = true, onEvent }: UseCloseLiveOptions = {}): UseCloseLiveResult {
  const live = liveConnectionOf(useCloseContext(), useQueryClient());
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(() => (enabled ? live.join((event) => listener.current?.(event)) : undefined), [live, enabled]);
  const current = useSyncExternalStore(live.subscribe, live.getSnapshot, () => 'off' as const);
  const status = enabled ? current : 'off';
  return useMemo(() => ({ status }), [status]);
}

const connections = new WeakMap<AuthStore, WeakMap<QueryClient, LiveConnection>>();

function liveConnectionOf(
  { client, auth, eventSource }: CloseContextValue,
  queryClient: QueryClient,
): LiveConnection {
  const known = connections.get(auth) ?? new WeakMap<QueryClient, LiveConnection>();
  const found = known.get(queryClient);
  if (found) return found;
  const url = 'basePath' in client.auth ? `${client.auth.basePath}/events` : undefined;
  const created = new LiveConnection({
    auth,
    queryClient,
    open: () => {
      // Looked up when it is needed: a server renders this too.
      const Source: typeof EventSource | undefined = eventSource ?? globalThis.EventSource;
      return url === undefined || Source === undefined ? undefined : new Source(url);
    },
  });
  connections.set(auth, known.set(queryClient, created));
  return created;
}
