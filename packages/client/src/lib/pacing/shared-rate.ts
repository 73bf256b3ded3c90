import type { Clock } from '../base/clock.ts';
import { askBudget } from './ask-budget.ts';
import { createLocalRate } from './local-rate.ts';
import type { Rate } from './rate.ts';
import type { BudgetNews, BudgetShare } from './shared-budget.ts';

/** Settings of a shared rate. */
export interface SharedRateSettings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Takes requests of the group from the budget. */
  readonly take: (n: number, news: BudgetNews) => Promise<BudgetShare>;
}

/** Share of the limit that a process takes at once, so that others get theirs. */
const portion = 0.1;
/** Share of the window for which granted requests may wait to be sent. */
const freshness = 0.1;
const waitJitter = 0.1;
/** The first limit that counts, until a response states one. */
const coldLimit = 10;
/** How long a process paces alone after a failure of the store. */
const retryMs = 1_000;
/** A second 429 within so many windows means that the budget is too high: for how many the process paces alone. */
const calmWindows = 10;
const distrustWindows = 300;

/**
 * Creates the rate of a process that shares its budget with others. The process paces alone while the store
 * fails, while responses state no limit, and after refusals that the shared budget should have prevented.
 */
// oxlint-disable-next-line max-lines-per-function -- one state for five small functions; a class costs a third more
export function createSharedRate({ clock, random, take }: SharedRateSettings, wake: () => void): Rate {
  const local = createLocalRate();
  let share: BudgetShare = { granted: 0, waitMs: 0, windowMs: 1_000 };
  let stated: { limit?: number; resetMs?: number } = {};
  /** Until when the others should wait, too; 0 once they have been told. */
  let holdUntil = 0;
  let permits = 0;
  let permitsUntil = 0;
  let waiting = 0;
  let askAt = 0;
  let isAsking = false;
  let hasFailed = false;
  /** The last response stated no limit. */
  let isSilent = false;
  let lastRefusal = -Infinity;
  let aloneUntil = -Infinity;

  const isAlone = (now: number): boolean =>
    hasFailed || now < aloneUntil || (isSilent && share.limit === undefined);

  const ask = async (): Promise<void> => {
    isAsking = true;
    // Calls that begin at the same moment are asked for together.
    await Promise.resolve();
    const sentAt = clock.now();
    const most = Math.max(1, Math.floor((share.limit ?? coldLimit) * portion));
    const n = isAlone(sentAt) ? 0 : Math.max(0, Math.min(waiting - permits, most));
    const [told, toldHold] = [stated, holdUntil];
    const news = { ...told, ...(toldHold > sentAt && { holdMs: toldHold - sentAt }) };
    const reply = await askBudget(() => take(n, news), n, clock);
    isAsking = false;
    const now = clock.now();
    hasFailed = reply === undefined;
    if (reply) {
      share = reply;
      if (stated === told) stated = {};
      if (holdUntil === toldHold) holdUntil = 0;
      permits += reply.granted;
      permitsUntil = now + reply.windowMs * freshness;
    }
    const waitMs = reply ? reply.waitMs * (1 + waitJitter * random()) : retryMs;
    askAt = now + (isAlone(now) ? Math.max(waitMs, share.windowMs) : waitMs);
    if (holdUntil > now && reply) void ask();
    wake();
  };

  const isRecent = (now: number): boolean => now - lastRefusal < calmWindows * share.windowMs;

  return {
    delayMs(now, inFlight, waitingNow) {
      waiting = Math.max(1, waitingNow);
      if (permits > 0 && now > permitsUntil) permits = 0;
      const alone = isAlone(now);
      if (!alone && permits > 0) return 0;
      if (!isAsking && now >= askAt) void ask();
      if (alone) return local.delayMs(now, inFlight, waitingNow);
      return isAsking ? Infinity : askAt - now;
    },
    sent(now) {
      local.sent(now);
      if (!isAlone(now)) permits -= 1;
    },
    answered(sample, inFlight) {
      const holdMs = local.answered(sample, inFlight);
      note(sample.limit, sample.resetMs);
      return isAlone(sample.now) ? holdMs : 0;
    },
    refused(sample, holdMs, inFlight) {
      const { now, sentAt } = sample;
      local.refused(sample, holdMs, inFlight);
      // The wait after a 429 may be longer than the window.
      note(sample.limit);
      holdUntil = Math.max(holdUntil, now + holdMs);
      if (sentAt > lastRefusal) {
        if (isRecent(now)) aloneUntil = now + distrustWindows * share.windowMs;
        lastRefusal = now;
      }
      // The others wait from now on, too.
      waiting = 0;
      if (!isAsking) void ask();
    },
  };

  function note(limit: number | undefined, resetMs = 0): void {
    isSilent = limit === undefined;
    if (limit !== undefined && limit !== share.limit) stated = { ...stated, limit };
    if (resetMs > share.windowMs) stated = { ...stated, resetMs };
  }
}
