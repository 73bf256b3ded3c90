import type { Clock } from '../base/clock.ts';
import { Fifo } from './fifo.ts';
import type { Rate, Sample } from './rate.ts';

/** A call that waits in the queue of its group. */
export interface Ticket {
  state: 'waiting' | 'gone' | 'ended';
  readonly isBulk: boolean;
  /** Whether the call was refused before: it goes first. */
  readonly isUrgent: boolean;
  /** The longest hold in milliseconds that the call waits for. */
  readonly patienceMs: number;
  /** Lets the call go. */
  readonly go: () => void;
  /** Reports that the group is held for longer than the patience of the call. */
  readonly refuse: (holdMs: number) => void;
}

/** A hold without a wait from the server; it doubles with every 429 in a row that asks for no wait. */
const defaultHoldMs = 2_000;
const shortestHoldMs = 100;
const longestJitterMs = 1_000;
/** A bulk call goes at least at every tenth slot. */
const bulkEvery = 10;

/** The settings of a group. */
export interface GroupSettings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly toRate: (wake: () => void) => Rate;
}

/**
 * The calls of one endpoint group: what is in flight, two queues by priority, and one timer. A 429 holds this
 * group only.
 */
export class Group {
  readonly #settings: GroupSettings;
  readonly #rate: Rate;
  readonly #urgent = new Fifo<Ticket>();
  readonly #normal = new Fifo<Ticket>();
  readonly #bulk = new Fifo<Ticket>();
  #inFlight = 0;
  #waiting = 0;
  #sinceBulk = 0;
  #heldUntil = 0;
  #refusals = 0;
  #wakeAt = Infinity;
  #alarm: AbortController | undefined;

  constructor(settings: GroupSettings) {
    this.#settings = settings;
    this.#rate = settings.toRate(() => this.#pump());
  }

  /** Sends at once if the budget allows it and nobody waits: returns whether it does. */
  enter(now: number): boolean {
    if (this.#waiting > 0 || this.#delayMs(now) > 0) return false;
    this.#depart(now);
    return true;
  }

  /** Puts a call into the queue. */
  wait(ticket: Ticket): void {
    const heldMs = this.#heldUntil - this.#settings.clock.now();
    if (heldMs > ticket.patienceMs) {
      ticket.state = 'ended';
      return ticket.refuse(heldMs);
    }
    const queue = ticket.isUrgent ? this.#urgent : ticket.isBulk ? this.#bulk : this.#normal;
    queue.push(ticket);
    this.#waiting += 1;
    this.#pump();
  }

  /** Notes that a call has ended while it waited, or before it was sent. Its ticket stays in the queue. */
  abandon(ticket: Ticket): void {
    if (ticket.state === 'gone') this.failed();
    else if (ticket.state === 'waiting') this.#waiting -= 1;
    ticket.state = 'ended';
    if (this.#waiting === 0) this.#cancel();
  }

  /** Notes that a call was sent again outside of the queue. */
  resent(now: number): void {
    this.#rate.sent(now);
  }

  /** Notes the end of a call without a response. */
  failed(): void {
    this.#inFlight -= 1;
    if (this.#waiting > 0) this.#pump();
  }

  /** Notes a response other than a 429. */
  answered(sample: Sample): void {
    this.#inFlight -= 1;
    this.#refusals = 0;
    const waitMs = this.#rate.answered(sample, this.#inFlight);
    if (waitMs > 0) this.#heldUntil = Math.max(this.#heldUntil, sample.now + waitMs);
    if (this.#waiting > 0) this.#pump();
  }

  /** Notes a 429, and holds the group. Returns for how long, in milliseconds. */
  refused(sample: Sample, askedMs: number | undefined): number {
    this.#inFlight -= 1;
    if (sample.sentAt >= this.#heldUntil) this.#refusals += 1;
    const floorMs = Math.min(8_000, shortestHoldMs * 2 ** (this.#refusals - 1));
    const baseMs = Math.max(askedMs ?? defaultHoldMs, floorMs);
    const holdMs = baseMs + this.#settings.random() * Math.min(longestJitterMs, baseMs / 4);
    this.#rate.refused(sample, holdMs, this.#inFlight);
    this.#heldUntil = Math.max(this.#heldUntil, sample.now + holdMs);
    this.#dismiss(this.#heldUntil - sample.now);
    if (this.#waiting > 0) this.#pump();
    return this.#heldUntil - sample.now;
  }

  #delayMs(now: number): number {
    if (now < this.#heldUntil) return this.#heldUntil - now;
    return this.#rate.delayMs(now, { inFlight: this.#inFlight, waiting: this.#waiting });
  }

  #depart(now: number): void {
    this.#inFlight += 1;
    this.#rate.sent(now);
  }

  /** Lets the calls go whose turn has come, and sets the timer for the next. */
  #pump(): void {
    while (this.#waiting > 0) {
      const now = this.#settings.clock.now();
      const delayMs = this.#delayMs(now);
      if (delayMs > 0) return this.#wake(now, delayMs);
      const ticket = this.#next();
      if (ticket?.state !== 'waiting') continue;
      ticket.state = 'gone';
      this.#waiting -= 1;
      this.#depart(now);
      ticket.go();
    }
    this.#cancel();
  }

  #next(): Ticket | undefined {
    if (this.#urgent.size > 0) return this.#urgent.shift();
    const isTurnOfBulk = this.#normal.size === 0 || this.#sinceBulk >= bulkEvery - 1;
    const queue = isTurnOfBulk && this.#bulk.size > 0 ? this.#bulk : this.#normal;
    this.#sinceBulk = queue === this.#bulk ? 0 : this.#sinceBulk + 1;
    return queue.shift();
  }

  /** Dismisses the calls that do not wait for such a long hold. */
  #dismiss(holdMs: number): void {
    for (const queue of [this.#urgent, this.#normal, this.#bulk]) {
      for (const ticket of queue) {
        if (ticket?.state !== 'waiting' || ticket.patienceMs >= holdMs) continue;
        this.abandon(ticket);
        ticket.refuse(holdMs);
      }
    }
  }

  #wake(now: number, delayMs: number): void {
    const at = now + delayMs;
    if (at >= this.#wakeAt) return;
    this.#cancel();
    if (at === Infinity) return;
    this.#wakeAt = at;
    const alarm = (this.#alarm = new AbortController());
    const ring = (): void => {
      if (alarm.signal.aborted) return;
      this.#cancel();
      this.#pump();
    };
    void this.#settings.clock.sleep(Math.ceil(delayMs), alarm.signal).then(ring);
  }

  #cancel(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    this.#wakeAt = Infinity;
  }
}
