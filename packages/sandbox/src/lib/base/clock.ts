/** The clock of a sandbox. */
export interface SandboxClock {
  /**
   * The current time.
   *
   * @returns Milliseconds since 1970.
   */
  readonly now: () => number;
  /**
   * Moves the time forward and releases the delayed responses that are then due.
   *
   * @param ms - The number of milliseconds, at least 0.
   * @throws TypeError when `ms` is negative or not a number.
   */
  readonly advance: (ms: number) => void;
}

export interface WaitableClock extends SandboxClock {
  readonly sleep: (ms: number) => Promise<void>;
  readonly reset: () => void;
}

/** Creates a clock. With a custom `baseNow` only `advance` and `reset` end a sleep, so tests do not wait. */
export function createClock(baseNow: (() => number) | undefined): WaitableClock {
  const base = baseNow ?? Date.now;
  const sleepers = new Map<() => void, number>();
  let offsetMs = 0;

  function now(): number {
    return base() + offsetMs;
  }
  function wakeUntil(time: number): void {
    for (const [wake, dueAt] of sleepers) if (dueAt <= time) wake();
  }
  return {
    now,
    advance: (ms) => {
      if (!(ms >= 0)) throw new TypeError('sandbox.clock.advance: `ms` must be a number of at least 0.');
      offsetMs += ms;
      wakeUntil(now());
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve();
        };
        const timer = baseNow === undefined ? setTimeout(wake, ms) : undefined;
        sleepers.set(wake, now() + ms);
      }),
    reset: () => {
      offsetMs = 0;
      wakeUntil(Infinity);
    },
  };
}
