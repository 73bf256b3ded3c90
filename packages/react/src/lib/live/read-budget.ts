/** A budget of reads that fills up again over time. */
export interface ReadBudget {
  /**
   * Takes up to a number of reads.
   *
   * @returns The number that the budget allows now.
   */
  take(wanted: number, perMinute: number): number;
  /** The time until the next read, in milliseconds. */
  waitMs(perMinute: number): number;
}

const minuteMs = 60_000;

/** Creates a full budget. */
export function createReadBudget(now: () => number): ReadBudget {
  /** The spent part, which time gives back. */
  let spent = 0;
  let since = now();

  function settle(perMinute: number): void {
    const elapsedMs = Math.max(now() - since, 0);
    since = now();
    spent = Math.max(spent - (elapsedMs * perMinute) / minuteMs, 0);
  }

  return {
    take(wanted, perMinute) {
      settle(perMinute);
      const taken = Math.max(Math.min(wanted, Math.floor(perMinute - spent)), 0);
      spent += taken;
      return taken;
    },
    waitMs(perMinute) {
      settle(perMinute);
      return Math.max(((spent + 1 - perMinute) * minuteMs) / perMinute, 0);
    },
  };
}
