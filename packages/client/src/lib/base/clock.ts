import { longestTimerMs } from './sleep.ts';
import type { Sleep } from './sleep.ts';

/** A monotonic clock with a timer. */
export interface Clock {
  /** Milliseconds since an arbitrary moment. */
  readonly now: () => number;
  readonly sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** Timers of platforms are up to a millisecond early. */
const earlyMs = 2;

/** A sleep that returns too early, as those of tests do, moves the clock forward: its time has passed. */
export function createClock(sleep: Sleep): Clock {
  let ahead = 0;
  const now = (): number => performance.now() + ahead;
  return {
    now,
    async sleep(durationMs, signal) {
      // A longer timer would fire at once.
      const waitMs = Math.min(durationMs, longestTimerMs);
      const until = now() + waitMs;
      // A sleep of the caller may reject when its signal aborts.
      await sleep(waitMs, signal).catch(() => {});
      const early = until - now();
      if (early > earlyMs && !signal.aborted) ahead += early;
    },
  };
}
