'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useCloseContext } from '../queries/close-context.ts';
import type { CloseLiveEvent } from '../live/event.ts';
import { liveConnectionOf } from '../live/live-connection-of.ts';
import type { CloseLiveStatus } from '../live/live-status.ts';

/** Options of {@link useCloseLive}. */
export interface UseCloseLiveOptions {
  /**
   * Whether to subscribe to live events.
   * Default: `true`.
   */
  readonly enabled?: boolean | undefined;
  /** Called with each event, before the queries on screen are fetched again. */
  readonly onEvent?: ((event: CloseLiveEvent) => void) | undefined;
  /**
   * The largest number of reads in a minute that events may cause in this page, at least 1. Beyond it, queries
   * stay stale and are read when the budget allows. Of several callers the smallest number counts.
   * Default: 60.
   */
  readonly readsPerMinute?: number | undefined;
}

/** The result of {@link useCloseLive}. */
export interface UseCloseLiveResult {
  /** State of the live events: `disabled`, `unsupported`, `connecting`, `open`, `stale` or `refused`. */
  readonly status: CloseLiveStatus;
}

/**
 * Keeps the data on screen current while others change it: subscribes to the webhook events that
 * `@closekit/server` relays, and fetches exactly the affected queries again. Writes of this page are not
 * fetched twice, and a hidden page fetches when it is shown. All components share one stream for each
 * CloseProvider, and the tabs of a browser share one for each user and organization.
 *
 * @param options - Whether to subscribe, a callback for the events, and the budget of reads.
 * @returns The state of the live events; the same object until it changes.
 * @throws Error outside of a CloseProvider.
 * @throws TypeError if `readsPerMinute` is not a number of at least 1.
 * @example
 * ```ts
 * const { status } = useCloseLive({ onEvent: (event) => console.log(event.object_type, event.action) });
 * ```
 */
export function useCloseLive(options: UseCloseLiveOptions = {}): UseCloseLiveResult {
  const { enabled = true, onEvent, readsPerMinute = 60 } = options;
  if (!Number.isFinite(readsPerMinute) || readsPerMinute < 1)
    throw new TypeError('useCloseLive: `readsPerMinute` must be a number of at least 1.');
  const live = liveConnectionOf(useCloseContext(), useQueryClient());
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    return live.join({ onEvent: (event) => listener.current?.(event), readsPerMinute });
  }, [live, enabled, readsPerMinute]);
  const current = useSyncExternalStore(live.subscribe, live.getSnapshot, () => 'disabled' as const);
  const status = enabled ? current : 'disabled';
  return useMemo(() => ({ status }), [status]);
}
