import type { Clock } from '../base/clock.ts';
import type { Rate, Sample } from './rate.ts';

/** A call that waits in the queue of its group. */
export interface Ticket {
  state: 'waiting' | 'gone' | 'ended';
  /** 0 for a call that was refused before, 1 for a normal one, 2 for bulk. */
  readonly rank: 0 | 1 | 2;
  /** The longest hold in milliseconds that the call waits for. */
  readonly patienceMs: number;
  /** Lets the call go. */
  readonly go: () => void;
  /** Reports that the group is held for longer than the patience of the call. */
  readonly refuse: (holdMs: number) => void;
}

/** The calls of one endpoint group: what is in flight, queues by priority, and one timer. */
export interface Group {
  /** Sends at once if the budget allows it and no call waits: returns whether it does. */
  readonly enter: (now: number) => boolean;
  /** Puts a call into the queue. */
  readonly wait: (ticket: Ticket) => void;
  /** Notes that a call has ended while it waited, or before it was sent. Its ticket stays in the queue. */
  readonly abandon: (ticket: Ticket) => void;
  /** Notes that a call was sent again outside of the queue. */
  readonly resent: (now: number) => void;
  /** Notes the end of a call without a response. */
  readonly failed: () => void;
  /** Notes a response other than a 429. */
  readonly answered: (sample: Sample) => void;
  /** Notes a 429, and holds the group. Returns for how long, in milliseconds. */
  readonly refused: (sample: Sample, askedMs: number | undefined) => number;
}

/** The settings of a group. */
export interface GroupSettings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Creates the budget; `wake` has it asked again. */
  readonly toRate: (group: string, wake: () => void) => Rate;
}

/** A hold without a wait from the server, and the floor of holds, which doubles with every 429 in a row. */
const defaultHoldMs = 2_000;
const shortestHoldMs = 100;
const longestFloorMs = 8_000;
const longestJitterMs = 1_000;
/** A bulk call goes at least at every tenth slot. */
const bulkEvery = 10;

/** Creates the group of that name, such as `GET /lead/{id}/`. A 429 holds this group only. */
// oxlint-disable-next-line max-lines-per-function -- one state for some small functions; a class costs a third more
export function createGroup(name: string, { clock, random, toRate }: GroupSettings): Group {
  const queues: readonly [Ticket[], Ticket[], Ticket[]] = [[], [], []];
  const [urgent, normal, bulk] = queues;
  let inFlight = 0;
  let waiting = 0;
  let sinceBulk = 0;
  let heldUntil = 0;
  let refusals = 0;
  let wakeAt = Infinity;
  let alarm: AbortController | undefined;

  const cancel = (): void => {
    alarm?.abort();
    wakeAt = Infinity;
  };

  const ring = (): void => {
    wakeAt = Infinity;
    pump();
  };

  const wakeIn = (now: number, delayMs: number): void => {
    const at = now + delayMs;
    if (at >= wakeAt) return;
    cancel();
    wakeAt = at;
    const { signal } = (alarm = new AbortController());
    void clock.sleep(Math.ceil(delayMs), signal).then(() => signal.aborted || ring());
  };

  const delayMs = (now: number): number =>
    now < heldUntil ? heldUntil - now : rate.delayMs(now, inFlight, waiting);

  const depart = (now: number): void => {
    inFlight += 1;
    rate.sent(now);
  };

  const next = (): Ticket | undefined => {
    for (const queue of queues) while (queue.length > 0 && queue[0]?.state !== 'waiting') queue.shift();
    const others = urgent.length > 0 ? urgent : normal;
    const isTurnOfBulk = bulk.length > 0 && (others.length === 0 || sinceBulk >= bulkEvery - 1);
    sinceBulk = isTurnOfBulk ? 0 : sinceBulk + 1;
    return (isTurnOfBulk ? bulk : others).shift();
  };

  /** Lets the calls go whose turn has come, and sets the timer for the next. */
  const pump = (): void => {
    while (waiting > 0) {
      const now = clock.now();
      const ms = delayMs(now);
      if (ms > 0) return wakeIn(now, ms);
      const ticket = next();
      // `waiting` counts them: there is one.
      if (!ticket) break;
      ticket.state = 'gone';
      waiting -= 1;
      depart(now);
      ticket.go();
    }
    cancel();
  };

  const failed = (): void => {
    inFlight -= 1;
    pump();
  };

  const abandon = (ticket: Ticket): void => {
    const { state } = ticket;
    ticket.state = 'ended';
    if (state === 'gone') failed();
    else if (state === 'waiting') waiting -= 1;
    if (waiting === 0) cancel();
  };

  const rate = toRate(name, pump);
  return {
    enter(now) {
      if (waiting > 0 || delayMs(now) > 0) return false;
      depart(now);
      return true;
    },
    wait(ticket) {
      waiting += 1;
      const heldMs = heldUntil - clock.now();
      if (heldMs > ticket.patienceMs) {
        abandon(ticket);
        return ticket.refuse(heldMs);
      }
      queues[ticket.rank].push(ticket);
      pump();
    },
    abandon,
    resent: rate.sent,
    failed,
    answered(sample) {
      inFlight -= 1;
      refusals = 0;
      heldUntil = Math.max(heldUntil, sample.now + rate.answered(sample, inFlight));
      pump();
    },
    refused(sample, askedMs = defaultHoldMs) {
      inFlight -= 1;
      if (sample.sentAt >= heldUntil) refusals += 1;
      const baseMs = Math.max(askedMs, Math.min(longestFloorMs, shortestHoldMs * 2 ** (refusals - 1)));
      const holdMs = baseMs + random() * Math.min(longestJitterMs, baseMs / 4);
      rate.refused(sample, holdMs, inFlight);
      heldUntil = Math.max(heldUntil, sample.now + holdMs);
      const leftMs = heldUntil - sample.now;
      for (const ticket of queues.flat()) {
        if (ticket.state !== 'waiting' || ticket.patienceMs >= leftMs) continue;
        abandon(ticket);
        ticket.refuse(leftMs);
      }
      pump();
      return leftMs;
    },
  };
}
