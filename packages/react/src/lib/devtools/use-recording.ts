'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useInsertionEffect, useMemo, useReducer, useState, useSyncExternalStore } from 'react';
import type { CloseAuthState } from '../auth/state.ts';
import { liveConnectionOf } from '../live/live-connection-of.ts';
import type { CloseLiveStatus } from '../live/live-status.ts';
import { useCloseContext } from '../queries/close-context.ts';
import { listPendingWrites } from './list-pending-writes.ts';
import type { ShownWrite } from './list-pending-writes.ts';
import { recorderOf } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { emptyRecording } from './recording.ts';
import type { Recording } from './recording.ts';

/** What the panel shows. */
export interface PanelState {
  readonly recording: Recording;
  readonly auth: CloseAuthState;
  readonly liveStatus: CloseLiveStatus;
  readonly writes: readonly ShownWrite[];
  /** The time of this rendering. */
  readonly now: number;
  readonly clear: () => void;
}

/**
 * Starts the recorder of the client.
 *
 * @throws Error outside of a CloseProvider.
 */
export function useRecorder(): Recorder {
  const context = useCloseContext();
  const live = liveConnectionOf(context, useQueryClient());
  const { auth, client } = context;
  const recorder = recorderOf(client);
  // Before the effects of all components: those send the first calls.
  useInsertionEffect(() => {
    recorder.start();
    recorder.follow(live);
    recorder.followScope(auth);
  }, [recorder, live, auth]);
  return recorder;
}

/** Returns what the panel shows, and renders it again after each change, and each second. */
export function useRecording(): PanelState {
  const recorder = useRecorder();
  const context = useCloseContext();
  const queryClient = useQueryClient();
  const { auth: store } = context;
  const live = liveConnectionOf(context, queryClient);
  const recording = useSyncExternalStore(recorder.subscribe, recorder.getSnapshot, () => emptyRecording);
  const auth = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
  const liveStatus = useSyncExternalStore(live.subscribe, live.getSnapshot, () => 'disabled' as const);
  const cache = useMemo(() => queryClient.getMutationCache(), [queryClient]);
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => cache.subscribe(() => queueMicrotask(() => renderAgain())), [cache]);
  const now = useNow();
  return { recording, auth, liveStatus, writes: listPendingWrites(cache), now, clear: recorder.clear };
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
