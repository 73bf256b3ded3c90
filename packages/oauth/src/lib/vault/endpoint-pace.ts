import { CloseOAuthError } from '../base/close-oauth-error.ts';

/** One request to the token endpoint. */
export interface Turn {
  /** Reports the response: whether the endpoint accepted the request, or asked for a slower pace. */
  report(response: 'accepted' | 'too-many', retryAfterMs?: number): void;
  /** Lets the next request go. Harmless when called twice. */
  leave(): void;
}

/** What all refreshes of a vault share about the token endpoint. */
export interface EndpointPace {
  /**
   * Waits for a turn.
   *
   * @throws CloseOAuthError `refresh_unavailable` when the endpoint asked for a long pause, with `retryAfterMs`, or when
   * the queue does not move.
   */
  enter(): Promise<Turn>;
}

/** The effects of {@link createEndpointPace}. */
export interface EndpointPaceOptions {
  /** The monotonic clock, in milliseconds. */
  readonly elapsed: () => number;
  readonly random: () => number;
  readonly pause: (durationMs: number) => Promise<void>;
}

const concurrency = 10;
const firstPeriodMs = 1000;
const longestPeriodMs = 30_000;
const longestRetryAfterMs = 300_000;
// A longer pause fails the refresh, so that its callers can decide.
const longestWaitMs = 2000;
// An endpoint that does not respond would otherwise hold the callers in the queue for minutes.
const longestQueueMs = 30_000;
// After this time without a request the limit of the endpoint is forgotten.
const idleMs = 60_000;
const growth = 0.05;

/**
 * Paces the requests to the token endpoint. The first 429 pauses all of them; from then on a period gets as many
 * requests as the endpoint accepted in the one before, and slowly more. So a rush of refreshes learns the limit once and
 * not once per grant.
 */
export function createEndpointPace(options: EndpointPaceOptions): EndpointPace {
  return new Pace(options);
}

/** A refresh that waits for a slot. */
interface Waiter {
  readonly since: number;
  enter(): void;
  giveUp(error: CloseOAuthError): void;
}

class Pace implements EndpointPace {
  readonly #options: EndpointPaceOptions;
  readonly #waiting: Waiter[] = [];
  #inFlight = 0;
  /** The number of the period. */
  #period = 0;
  #startedAt = -Infinity;
  /** The number of periods in a row in which the endpoint accepted nothing. */
  #failures = 0;
  #periodMs = firstPeriodMs;
  #budget = Infinity;
  #used = 0;
  #accepted = 0;
  #isSlowed = false;

  constructor(options: EndpointPaceOptions) {
    this.#options = options;
  }

  async enter(): Promise<Turn> {
    for (;;) {
      await this.#takeSlot();
      const waitMs = this.#waitMs();
      if (waitMs <= 0) return this.#createTurn();
      this.#leaveSlot();
      if (waitMs > longestWaitMs) throw tooManyRequests(waitMs);
      await this.#options.pause(waitMs);
    }
  }

  async #takeSlot(): Promise<void> {
    while (this.#inFlight >= concurrency) {
      await new Promise<void>((enter, giveUp) => {
        this.#waiting.push({ since: this.#options.elapsed(), enter, giveUp });
      });
    }
    this.#inFlight += 1;
  }

  #leaveSlot(): void {
    this.#inFlight -= 1;
    const now = this.#options.elapsed();
    let next = this.#waiting.shift();
    for (; next !== undefined && now - next.since > longestQueueMs; next = this.#waiting.shift()) {
      next.giveUp(tooManyRequests(undefined));
    }
    next?.enter();
  }

  /** How long the period still lasts when its requests are used up. */
  #waitMs(): number {
    const now = this.#options.elapsed();
    const remainingMs = this.#startedAt + this.#periodMs - now;
    if (remainingMs <= 0) this.#startPeriod(now, remainingMs);
    return this.#used < this.#budget ? 0 : remainingMs;
  }

  #startPeriod(now: number, remainingMs: number): void {
    if (-remainingMs > idleMs) this.#budget = Infinity;
    this.#failures = this.#accepted === 0 && this.#isSlowed ? this.#failures + 1 : 0;
    if (!this.#isSlowed) this.#budget += Math.ceil(this.#budget * growth);
    this.#period += 1;
    this.#startedAt = now;
    this.#used = 0;
    this.#accepted = 0;
    this.#isSlowed = false;
  }

  #createTurn(): Turn {
    this.#used += 1;
    const period = this.#period;
    let hasLeft = false;
    return {
      report: (response, retryAfterMs) => {
        // A response to an earlier period says nothing about this one.
        if (period !== this.#period) return;
        if (response === 'accepted') this.#accept();
        else this.#slowDown(retryAfterMs);
      },
      leave: () => {
        if (!hasLeft) this.#leaveSlot();
        hasLeft = true;
      },
    };
  }

  #accept(): void {
    this.#accepted += 1;
    if (!this.#isSlowed) return;
    // Sent before the pause: it belongs to the requests that the endpoint accepts in a period.
    this.#budget += 1;
    this.#used += 1;
  }

  /** The first 429 of a period decides; further ones were sent before it arrived. */
  #slowDown(retryAfterMs: number | undefined): void {
    if (this.#isSlowed) return;
    const { elapsed, random } = this.#options;
    this.#isSlowed = true;
    const backOffMs = Math.min(firstPeriodMs * 2 ** this.#failures, longestPeriodMs);
    const periodMs = Math.max(Math.min(retryAfterMs ?? 0, longestRetryAfterMs), backOffMs);
    this.#budget = Math.max(1, this.#accepted);
    this.#used = this.#budget;
    this.#periodMs = periodMs * (1 + random() * growth);
    this.#startedAt = elapsed();
  }
}

function tooManyRequests(retryAfterMs: number | undefined): CloseOAuthError {
  const message = 'Too many refreshes wait for the authorization server. Try again later.';
  return new CloseOAuthError('refresh_unavailable', message, { retryAfterMs });
}
