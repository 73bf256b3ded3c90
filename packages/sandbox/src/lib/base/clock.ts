/** The time that the sandbox lives in. */
export interface SandboxClock {
  /**
   * The present moment.
   * @returns Milliseconds since 1970, as `Date.now()` gives them.
   */
  readonly now: () => number;
  /**
   * Moves the time forward and ends the waits that are over by then.
   * @param ms - How far, in milliseconds. Not negative.
   */
  readonly advance: (ms: number) => void;
}

/** A clock that can also be waited on and set back. */
export interface WaitableClock extends SandboxClock {
  readonly sleep: (ms: number) => Promise<void>;
  readonly reset: () => void;
}

interface Sleeper {
  dueAt: number;
  wake: () => void;
}

/**
 * Makes a clock. On the machine's own time a wait ends by itself; on a given time it ends through `advance` alone,
 * so that a test never waits in earnest.
 */
export function createClock(given: (() => number) | undefined): WaitableClock {
  const base = given ?? Date.now;
  const sleepers = new Set<Sleeper>();
  let offsetMs = 0;

  function now(): number {
    return base() + offsetMs;
  }
  function wakeWhere(isDue: (sleeper: Sleeper) => boolean): void {
    for (const sleeper of sleepers) if (isDue(sleeper)) sleeper.wake();
  }
  return {
    now,
    advance: (ms) => {
      if (!(ms >= 0)) throw new TypeError('sandbox.clock.advance: `ms` must be a number of at least 0.');
      offsetMs += ms;
      wakeWhere((sleeper) => sleeper.dueAt <= now());
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = given === undefined ? setTimeout(() => sleeper.wake(), ms) : undefined;
        const sleeper: Sleeper = {
          dueAt: now() + ms,
          wake: () => {
            clearTimeout(timer);
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
      }),
    reset: () => {
      offsetMs = 0;
      wakeWhere(() => true);
    },
  };
}
