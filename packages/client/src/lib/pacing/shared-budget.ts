/** What a process has learned from its responses since its last {@link SharedBudget.take}. */
export interface BudgetNews {
  /** Requests allowed per window. */
  readonly limit?: number;
  /** Milliseconds until the window starts again, when that is longer than the window so far. */
  readonly resetMs?: number;
  /** Milliseconds for which no process should send, because of a 429. */
  readonly holdMs?: number;
}

/** The reply to a {@link SharedBudget.take}. */
export interface BudgetShare {
  /** Requests that the process may send now, at most as many as it asked for. */
  readonly granted: number;
  /** Milliseconds after which the process may ask again. */
  readonly waitMs: number;
  /** Requests allowed per window; `undefined` while no process has reported a limit. */
  readonly limit?: number | undefined;
  /** The window in milliseconds. */
  readonly windowMs: number;
}

/**
 * A budget that several processes share, such as a script in Redis. It has one state for each key, and its own
 * clock.
 */
export interface SharedBudget {
  /**
   * Takes requests from the budget, as one atomic step.
   *
   * @param key - The credential, as a digest, and the endpoint group.
   * @param n - Requests that wait in the process; 0 when it has only news.
   * @param news - What the process has learned.
   * @returns The requests that may be sent, and when to ask again.
   */
  take(key: string, n: number, news?: BudgetNews): Promise<BudgetShare>;
}
