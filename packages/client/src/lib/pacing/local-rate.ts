import type { Rate, Sample } from './rate.ts';
import { SendLog } from './send-log.ts';

/** Requests in flight at the start, while no limit is known; each good response adds one. */
const coldStart = 10;
/** Share of the limit that is used. */
const use = 0.98;
/** Requests do not arrive as evenly as they are sent: a server may see more of them in its window. */
const spread = 1.01;
/** Share of the budget that is sent at once; the rest is spaced evenly. */
const burst = 0.5;
/** Factor after a second 429 within {@link calmWindows} with a known limit. */
const trim = 0.97;
/** Factor on the requests that were served, when a limit below the stated one, or no stated one, refused. */
const cutBack = 0.9;
/** How the learned limit recovers from a refusal: step, and where it stays. */
const regain = 1.05;
const stay = 0.95;
/** Windows after which a single 429 no longer counts, and after which a higher rate is tried. */
const calmWindows = 10;
const probeWindows = 30;
const probe = 1.02;
/** The window until the server states one, and the longest that is believed. */
const firstWindowMs = 1_000;
const longestWindowMs = 60_000;
/** Share of the window that is waited for when the server counts more than we do, so that it need not refuse. */
const shortWait = 0.1;
/** What a late timer may catch up on. */
const creditMs = 25;

/**
 * The budget of one group in this process. It holds for every kind of server window, because no more than the
 * budget is sent in any window of ours.
 */
export class LocalRate implements Rate {
  readonly #log = new SendLog();
  #windowMs = firstWindowMs;
  #limit = Infinity;
  /** Learned from refusals; `Infinity` while nothing has been learned. */
  #cap = Infinity;
  #lastRefusal = -Infinity;
  #refusedAt = Infinity;
  /** Requests served in the window before the last refusal; -1 when nothing is learned from it. */
  #served = -1;
  #budgetThen = Infinity;
  #steppedAt = 0;
  #cold = coldStart;
  #foreign = 0;
  #foreignAt = 0;
  #longestTripMs = 0;
  #due = 0;

  delayMs(now: number, { inFlight }: { readonly inFlight: number }): number {
    if (this.#isUnknown()) return inFlight < this.#cold ? 0 : Infinity;
    this.#feel(now);
    const budget = this.#budget();
    const windowMs = this.#windowMs * spread;
    const sent = this.#log.count(now - windowMs);
    if (sent >= budget) return Math.max(1, this.#log.fromEnd(budget) + windowMs - now);
    // Others may come back at the same moment, so a burst takes no more than our part of it.
    const part = this.#limit === Infinity ? 1 : 1 - this.#foreign / this.#limit;
    return sent < budget * burst * part ? 0 : Math.max(0, this.#due - now);
  }

  sent(now: number): void {
    const spaceMs = this.#isUnknown() ? 0 : this.#windowMs / this.#budget();
    this.#due = Math.max(this.#due, now - Math.max(2 * spaceMs, creditMs)) + spaceMs;
    this.#log.push(now);
    this.#log.forget(now - this.#windowMs - 2 * this.#longestTripMs);
  }

  answered(sample: Sample, inFlight: number): number {
    const { now, sentAt, limit, remaining, resetMs } = sample;
    this.#longestTripMs = Math.min(this.#windowMs, Math.max(this.#longestTripMs, now - sentAt));
    this.#cold += 1;
    // A request that overtook the refused one was served within the same limit.
    if (this.#served >= 0 && sentAt <= this.#lastRefusal) {
      this.#served += 1;
      this.#learn();
    }
    if (limit === undefined) return 0;
    this.#limit = limit;
    if (resetMs !== undefined) this.#widen(resetMs);
    if (remaining === undefined || resetMs === undefined) return 0;
    this.#noteOthers(sample, limit - remaining);
    const isShort = this.#foreign > 0 || resetMs <= this.#windowMs * shortWait;
    return isShort && remaining <= inFlight ? resetMs : 0;
  }

  refused({ now, sentAt, limit }: Sample, holdMs: number, inFlight: number): void {
    if (limit !== undefined) this.#limit = limit;
    // Requests that were already under way when the first of them was refused.
    if (sentAt <= this.#lastRefusal) return;
    const isRecent = now - this.#lastRefusal < calmWindows * this.#windowMs;
    this.#lastRefusal = now;
    this.#budgetThen = this.#budget();
    this.#served =
      this.#limit === Infinity || isRecent ? this.#log.count(now - this.#windowMs) - 1 - inFlight : -1;
    this.#steppedAt = now + holdMs;
    this.#learn();
  }

  /** Learns from a refusal: a limit below the stated one, or a rate a little below the budget. */
  #learn(): void {
    if (this.#served < 0) return;
    const budget = this.#budgetThen;
    const isHidden = this.#limit === Infinity || this.#served < budget * 0.8;
    this.#refusedAt = isHidden ? this.#served : budget;
    this.#cap = Math.max(1, isHidden ? Math.floor(cutBack * this.#served) : trim * budget);
  }

  #isUnknown(): boolean {
    return this.#limit === Infinity && this.#cap === Infinity;
  }

  #budget(): number {
    return Math.max(1, Math.floor(Math.min(use * (this.#limit - this.#foreign), this.#cap)));
  }

  #widen(resetMs: number): void {
    this.#windowMs = Math.min(longestWindowMs, Math.max(this.#windowMs, resetMs));
  }

  /** Lets the learned limit recover step by step, and later tries a higher one. */
  #feel(now: number): void {
    if (this.#cap === Infinity || now - this.#steppedAt < this.#windowMs) return;
    const goal = stay * this.#refusedAt;
    const isCalm = now - this.#lastRefusal > probeWindows * this.#windowMs;
    if (this.#cap < goal) this.#cap = Math.min(goal, Math.max(this.#cap + 1, this.#cap * regain));
    else if (isCalm) this.#cap = Math.max(this.#cap * probe, this.#cap + 0.25);
    if (this.#cap > this.#limit) this.#cap = Infinity;
    this.#steppedAt = now;
  }

  /** Counts what others send with the same credential: what is used, without our own requests. */
  #noteOthers({ now, sentAt }: Sample, used: number): void {
    if (now - this.#foreignAt > this.#windowMs) {
      this.#foreign = this.#foreign < 1 ? 0 : this.#foreign / 2;
      this.#foreignAt = now;
    }
    const ours = this.#log.count(sentAt - this.#windowMs - 2 * this.#longestTripMs);
    const others = used - ours;
    if (others > Math.max(1, 0.02 * this.#limit)) this.#foreign = Math.max(this.#foreign, others);
  }
}
