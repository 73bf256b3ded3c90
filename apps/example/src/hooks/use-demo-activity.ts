import { useEffect, useState } from 'react';
import type { DemoState } from '../demo-requests.ts';

/** One event between the server and Close. */
export interface ActivityEntry {
  readonly at: number;
  readonly kind: string;
  readonly detail?: string | undefined;
}

export interface DemoActivity {
  /** The oldest first. */
  readonly entries: readonly ActivityEntry[];
  readonly state: DemoState;
}

const maxEntries = 300;
const nothing: DemoActivity = { entries: [], state: { down: false, slow: false } };

/** Listens to the demo server while a component is mounted. */
export function useDemoActivity(): DemoActivity {
  const [activity, setActivity] = useState(nothing);
  useEffect(() => {
    const source = new EventSource('/demo/activity');
    source.addEventListener('start', ({ data }: MessageEvent<string>) => {
      const entries: ActivityEntry[] = JSON.parse(data);
      setActivity((before) => ({ ...before, entries }));
    });
    source.addEventListener('activity', ({ data }: MessageEvent<string>) => {
      const entry: ActivityEntry = JSON.parse(data);
      setActivity((before) => ({ ...before, entries: [...before.entries, entry].slice(-maxEntries) }));
    });
    source.addEventListener('state', ({ data }: MessageEvent<string>) => {
      const state: DemoState = JSON.parse(data);
      setActivity((before) => ({ ...before, state }));
    });
    return () => source.close();
  }, []);
  return activity;
}
