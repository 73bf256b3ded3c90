/** What a response says about the rate limit of its group. */
export interface Sample {
  /** Requests allowed per window. */
  readonly limit?: number | undefined;
  /** Requests left in this window. */
  readonly remaining?: number | undefined;
  /** Milliseconds until the window starts again. */
  readonly resetMs?: number | undefined;
  /** When its request was sent, by the clock. */
  readonly sentAt: number;
  /** When it arrived. */
  readonly now: number;
}

/** Decides when the next request of a group may be sent. */
export interface Rate {
  /**
   * Milliseconds until the next request may be sent: 0 for now, `Infinity` for after the next response or wake.
   *
   * @param now - The time.
   * @param inFlight - Requests without a response.
   * @param waiting - Calls that wait.
   */
  readonly delayMs: (now: number, inFlight: number, waiting: number) => number;
  /** Notes a request. */
  readonly sent: (now: number) => void;
  /** Notes a response that is not a refusal; returns for how long the group should wait, if at all. */
  readonly answered: (sample: Sample, inFlight: number) => number;
  /** Notes a 429, the time for which the group waits because of it, and the requests still in flight. */
  readonly refused: (sample: Sample, holdMs: number, inFlight: number) => void;
}
