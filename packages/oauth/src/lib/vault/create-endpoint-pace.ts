import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { EndpointPace, Entry, Turn } from './endpoint-pace.ts';
import { pause } from './pause.ts';
import type { Vault } from './vault.ts';

interface Waiter extends Entry {
  readonly admit: (turn: Turn) => void;
  readonly refuse: (error: CloseOAuthError) => void;
}

type Effects = Pick<Vault, 'sleep' | 'closing' | 'elapsed' | 'random'>;

// The number of open requests with which a rush starts; each response allows one more.
const firstConcurrency = 16;
// Between turn and request the lease is written: a store that hangs must not keep others from their turn.
const unsentMs = 250;
// Neither must an endpoint that does not respond.
const openMs = 3000;
const periodMs = 1000;
const longestBackOffMs = 30_000;
const longestRetryAfterMs = 300_000;
// A longer pause fails the refresh, so that its callers can decide.
const longestWaitMs = 2000;
const tickMs = 250;
// After this time without a request, the limit of the endpoint is forgotten.
const idleMs = 60_000;
// By which a period exceeds the one before; one more request every fourth period for a small limit.
const growth = 0.05;
const leastGrowth = 0.25;
const jitter = 0.1;

/**
 * Paces the requests to the token endpoint. The first 429 pauses all of them. After that, a period gets as many
 * requests as the endpoint accepted in the one before, and slowly more. So a rush of refreshes learns the limit
 * once, not once per grant. Without a 429, nothing waits while few requests are open.
 */
export function createEndpointPace(effects: Effects): EndpointPace {
  return new Pace(effects);
}

class Pace implements EndpointPace {
  readonly #effects: Effects;
  /** The turns in use, and until when they count. */
  readonly #turns = new Map<Turn, number>();
  #queue: Waiter[] = [];
  #concurrency = firstConcurrency;
  #time = -Infinity;
  /** The end of the current period, its limit, and the numbers of its requests. */
  #endsAt = -Infinity;
  #budget = Infinity;
  #used = 0;
  #accepted = 0;
  /** The number of pauses so far, and whether the current period is one. */
  #pauses = 0;
  #isPause = false;
  /** The number of periods in a row in which the endpoint accepted nothing. */
  #failures = 0;

  constructor(effects: Effects) {
    this.#effects = effects;
  }

  enter(entry: Entry): Promise<Turn> {
    return new Promise((admit, refuse) => {
      const waiter = { ...entry, admit, refuse };
      this.#queue.push(waiter);
      void this.#waitInLine(waiter);
    });
  }

  // Each keeps the time for itself: the host may cancel the call of any other.
  async #waitInLine(waiter: Waiter): Promise<void> {
    let waitMs = this.#admit();
    for (this.#refuse(waitMs); this.#queue.includes(waiter); this.#refuse(waitMs)) {
      const now = this.#now();
      const durationMs = Math.min(waitMs, tickMs);
      await pause(this.#effects, durationMs);
      // The duration is over even by a clock that stands still.
      if (!this.#effects.closing.isSet) this.#time = Math.max(this.#time, now + durationMs);
      waitMs = this.#admit();
    }
  }

  /** Admits waiters in their order, and returns how long the others wait. */
  #admit(): number {
    const now = this.#now();
    for (let waitMs = 0; this.#queue.length > 0;) {
      waitMs = this.#waitMs(now);
      if (waitMs > 0) return waitMs;
      const waiter = this.#queue.shift();
      if (waiter?.isInTime()) waiter.admit(this.#createTurn(now));
      else waiter?.refuse(tooManyRequests(waitMs));
    }
    return 0;
  }

  /** Refuses those that cannot wait. */
  #refuse(waitMs: number): void {
    const isOver = waitMs > longestWaitMs || this.#effects.closing.isSet;
    this.#queue = this.#queue.filter(({ isInTime, mayWait, refuse }) => {
      const isPatient = !isOver && isInTime() && mayWait();
      if (!isPatient) refuse(tooManyRequests(waitMs));
      return isPatient;
    });
  }

  #waitMs(now: number): number {
    if (now >= this.#endsAt) this.#startPeriod(now);
    if (this.#used + 1 > this.#budget) return this.#endsAt - now;
    if (this.#turns.size < this.#concurrency) return 0;
    for (const [turn, until] of this.#turns) if (until <= now) this.#turns.delete(turn);
    return this.#turns.size < this.#concurrency ? 0 : tickMs;
  }

  #startPeriod(now: number): void {
    if (now - this.#endsAt > idleMs) this.#budget = Infinity;
    else if (!this.#isPause) this.#budget += Math.max(this.#budget * growth, leastGrowth);
    this.#failures = this.#isPause && this.#accepted === 0 ? this.#failures + 1 : 0;
    this.#endsAt = now + periodMs;
    this.#used = 0;
    this.#accepted = 0;
    this.#isPause = false;
  }

  #createTurn(now: number): Turn {
    const pauses = this.#pauses;
    let isOpen = true;
    const turn: Turn = {
      send: () => this.#turns.set(turn, this.#now() + openMs),
      end: (response) => {
        if (!isOpen) return;
        isOpen = false;
        this.#turns.delete(turn);
        const { status, retryAfterMs } = response ?? {};
        if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
          // Further ones were sent before the pause.
          if (pauses === this.#pauses) this.#pause(retryAfterMs);
        } else if (status !== undefined && status < 500) this.#accept();
        if (this.#turns.size + this.#queue.length === 0) this.#concurrency = firstConcurrency;
        this.#admit();
      },
    };
    this.#used += 1;
    this.#turns.set(turn, now + unsentMs);
    return turn;
  }

  #accept(): void {
    this.#accepted += 1;
    this.#concurrency += 1;
    // The request was sent before the pause, so it belongs to those that the endpoint accepts in a period.
    if (this.#isPause) this.#budget += 1;
  }

  #pause(retryAfterMs = 0): void {
    const backOffMs = Math.min(periodMs * 2 ** this.#failures, longestBackOffMs);
    const durationMs = Math.max(Math.min(retryAfterMs, longestRetryAfterMs), backOffMs);
    this.#pauses += 1;
    this.#isPause = true;
    this.#concurrency = firstConcurrency;
    this.#budget = Math.max(1, this.#accepted);
    this.#used = Infinity;
    this.#endsAt = this.#now() + durationMs * (1 + jitter * this.#effects.random());
  }

  #now(): number {
    this.#time = Math.max(this.#time, this.#effects.elapsed());
    return this.#time;
  }
}

function tooManyRequests(retryAfterMs: number): CloseOAuthError {
  const message = 'Too many refreshes wait for the authorization server. Try again later.';
  return new CloseOAuthError('refresh_unavailable', message, { retryAfterMs });
}
