import type { LiveClock } from '../src/lib/live/live-stream.ts';
import { settle } from './store-over-backend.ts';

interface Timer {
  readonly run: () => void;
  readonly at: number;
}

/** A clock that the test moves. */
export interface FakeClock extends LiveClock {
  /** The delays of the waiting timers, the next one first. */
  readonly delays: () => number[];
  /** Moves the time forward, and runs the timers that end on the way. */
  readonly pass: (ms: number) => Promise<void>;
  /** Moves the time without running timers, as while a computer sleeps. */
  readonly sleep: (ms: number) => void;
  /** What `random` returns. */
  chance: number;
}

/** Creates a clock. `random` returns 0 until the test sets it. */
export function createFakeClock(): FakeClock {
  let now = 1_000_000;
  let timers: Timer[] = [];
  const next = (until: number): Timer | undefined =>
    timers.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= until);
  const clock: FakeClock = {
    chance: 0,
    now: () => now,
    random: () => clock.chance,
    later: (run, delayMs) => {
      const timer = { run, at: now + delayMs };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    delays: () => timers.map(({ at }) => at - now).toSorted((a, b) => a - b),
    sleep: (ms) => {
      now += ms;
    },
    pass: async (ms) => {
      const end = now + ms;
      for (let timer = next(end); timer; timer = next(end)) {
        const due = timer;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.at);
        due.run();
        // oxlint-disable-next-line no-await-in-loop -- a timer may start the next one
        await settle();
      }
      now = end;
    },
  };
  return clock;
}
