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

/** Options of {@link useCloseLive}. */
export interface UseCloseLiveOptions {
  /**
   * Whether to subscribe to live events.
   * Default: `true`.
   */
  readonly enabled?: boolean | undefined;
  /** Called with each event, before the queries on screen are fetched again. */
  readonly onEvent?: ((event: CloseLiveEvent) => void) | undefined;
}

/** The result of {@link useCloseLive}. */
export interface UseCloseLiveResult {
  /** State of the stream: `off` if not enabled, not connected, or if the backend relays no events. */
  readonly status: LiveStatus;
}

/**
 * Keeps the data on screen current while others change it: subscribes to the webhook events that
 * `@closekit/server` relays, and fetches exactly the affected queries again. Writes of this page are not
 * fetched twice. All components share one connection for each CloseProvider.
 *
 * @param options - Whether to subscribe, and a callback for the events.
 * @returns The state of the stream; the same object until it changes.
 * @throws Error outside of a CloseProvider.
 * @example
 * ```ts
 * const { status } = useCloseLive({ onEvent: (event) => console.log(event.object_type, event.action) });
 * ```
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
      // Looked up on use, because servers render this hook too.
      const Source: typeof EventSource | undefined = eventSource ?? globalThis.EventSource;
      return url === undefined || Source === undefined ? undefined : new Source(url);
    },
  });
  connections.set(auth, known.set(queryClient, created));
  return created;
}
