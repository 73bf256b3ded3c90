import type { Clock } from '../../src/lib/base/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Virtual time: it passes only while everything waits, from timer to timer. */
export interface Timeline {
  readonly clock: Clock;
  readonly wait: (durationMs: number) => Promise<void>;
  /** Lets no time pass until some work outside of the timeline is done. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  /** Lets time pass until the work is done. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
}

/** Starts a timeline at 0. */
export function createTimeline(): Timeline {
  const timers: Timer[] = [];
  let time = 0;
  let order = 0;
  const pending = new Set<Promise<unknown>>();
  const schedule = (delayMs: number, fire: () => void) =>
    insert(timers, { at: time + delayMs, order: (order += 1), fire });
  const wait = (delayMs: number) => new Promise<void>((resolve) => schedule(Math.max(0, delayMs), resolve));
  return {
    wait,
    outside: (work) => {
      pending.add(work);
      return work.finally(() => pending.delete(work));
    },
    clock: {
      now: () => time,
      // Timers of platforms count whole milliseconds.
      sleep: (delayMs) => wait(Math.ceil(delayMs)),
    },
    run: async (work) => {
      let isDone = false;
      const mark = () => void (isDone = true);
      work.then(mark, mark);
      for (;;) {
        // Everything that can go on without time passing does so first.
        await new Promise((resolve) => setImmediate(resolve));
        if (isDone) return work;
        if (pending.size > 0) {
          await Promise.allSettled([Promise.race(pending)]);
          continue;
        }
        const next = timers.pop();
        if (!next) throw new Error('Nothing is left that could end the work.');
        time = next.at;
        next.fire();
        while (timers.at(-1)?.at === time) timers.pop()?.fire();
      }
    },
  };
}

/** Keeps the list in descending order, so that the next timer is the last. */
function insert(timers: Timer[], timer: Timer): void {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = timers[middle];
    if (other && (other.at > timer.at || (other.at === timer.at && other.order > timer.order)))
      low = middle + 1;
    else high = middle;
  }
  timers.splice(low, 0, timer);
}
