import type { Rate, Sample } from './rate.ts';

/** Requests in flight at the start, while no limit is known; each good response adds one. */
const coldStart = 10;
/** Share of the limit that is used. */
const use = 0.98;
/** Requests do not arrive as evenly as they are sent: a server may see more of them in its window. */
const spread = 1.01;
/** A limit up to this is used whole, in a longer window: one request less would be too much of it. */
const smallLimit = 8;
const smallSpread = 1.15;
/** Share of the budget that is sent at once; the rest is spaced evenly. */
const burst = 0.5;
/** Factor after a second 429 within `calmWindows` with a known limit. */
const trim = 0.97;
/** Factor on the requests that were served, when a limit below the stated one, or no stated one, refused. */
const cutBack = 0.9;
/** The least that a limit is learned from. */
const fewest = 3;
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
/** Requests that are remembered; beyond that the oldest are forgotten. */
const longestLog = 10_000;

/**
 * Creates the budget of one group in this process. It holds for every kind of server window, because no more
 * than the budget is sent in any window of ours.
 */
// oxlint-disable-next-line max-lines-per-function -- one state for four small functions; a class costs a third more
export function createLocalRate(): Rate {
  /** Times of requests, oldest first. */
  const log: number[] = [];
  let windowMs = firstWindowMs;
  let limit = Infinity;
  /** Learned from refusals; `Infinity` while nothing has been learned. */
  let cap = Infinity;
  let refusedAt = Infinity;
  /** Requests served in the window before the last refusal; -1 when nothing is learned from it. */
  let served = -1;
  let budgetThen = Infinity;
  let lastRefusal = -Infinity;
  let steppedAt = 0;
  let cold = coldStart;
  /** What others send with the same credential. */
  let foreign = 0;
  let foreignAt = 0;
  let longestTripMs = 0;
  let due = 0;
  let forgetAt = 0;

  const isUnknown = (): boolean => limit === Infinity && cap === Infinity;
  const isSmall = (): boolean => limit <= smallLimit;
  const budget = (): number =>
    Math.max(1, Math.floor(Math.min((isSmall() ? 1 : use) * (limit - foreign), cap)));
  const countAfter = (time: number): number => log.length - 1 - log.findLastIndex((at) => at <= time);

  /** Learns from a refusal: a limit below the stated one, or a rate a little below the budget. */
  const learn = (): void => {
    if (served < 0) return;
    const isHidden = limit === Infinity || served < budgetThen * 0.8;
    // Too few to learn a rate from: others may have used the limit up.
    if (isHidden && served < fewest) {
      cap = Infinity;
      cold = Math.max(1, served);
      return;
    }
    refusedAt = isHidden ? served : budgetThen;
    cap = Math.max(1, isHidden ? Math.floor(cutBack * served) : trim * budgetThen);
  };

  /** Lets the learned limit recover step by step, and later tries a higher one. */
  const feel = (now: number): void => {
    if (cap === Infinity || now - steppedAt < windowMs) return;
    const goal = stay * refusedAt;
    if (cap < goal) cap = Math.min(goal, Math.max(cap + 1, cap * regain));
    else if (now - lastRefusal > probeWindows * windowMs) cap = Math.max(cap * probe, cap + 0.25);
    if (cap > limit) cap = Infinity;
    steppedAt = now;
  };

  /** Counts what others send: what is used, without our own requests. */
  const noteOthers = ({ now, sentAt }: Sample, used: number): void => {
    if (now - foreignAt > windowMs) {
      foreign = foreign < 1 ? 0 : foreign / 2;
      foreignAt = now;
    }
    const least = Math.max(1, 0.02 * limit);
    if (used <= least) return;
    const others = used - countAfter(sentAt - windowMs - 2 * longestTripMs);
    if (others > least) foreign = Math.max(foreign, others);
  };

  return {
    delayMs(now, inFlight) {
      if (isUnknown()) return inFlight < cold ? 0 : Infinity;
      feel(now);
      const most = budget();
      const spanMs = windowMs * (isSmall() ? smallSpread : spread);
      const oldest = log.at(-most);
      if (oldest !== undefined && oldest > now - spanMs) return Math.max(1, oldest + spanMs - now);
      // Others may come back at the same moment, so a burst takes no more than our part of it.
      const part = limit === Infinity ? 1 : 1 - foreign / limit;
      const last = log.at(-Math.max(1, Math.ceil(most * burst * part)));
      return last === undefined || last <= now - spanMs ? 0 : Math.max(0, due - now);
    },
    sent(now) {
      const spaceMs = isUnknown() ? 0 : windowMs / budget();
      due = Math.max(due, now - Math.max(2 * spaceMs, creditMs)) + spaceMs;
      log.push(now);
      // Once in a window: moving the others at every request would cost more than the rest of it.
      if (now < forgetAt && log.length <= longestLog) return;
      forgetAt = now + windowMs;
      const forgotten = now - 2 * windowMs - 2 * longestTripMs;
      log.splice(
        0,
        Math.max(
          log.findIndex((at) => at >= forgotten),
          log.length - longestLog / 2,
        ),
      );
    },
    answered(sample, inFlight) {
      const { now, sentAt, remaining, resetMs } = sample;
      longestTripMs = Math.min(windowMs, Math.max(longestTripMs, now - sentAt));
      cold += 1;
      // A request that overtook the refused one was served within the same limit.
      if (served >= 0 && sentAt <= lastRefusal) {
        served += 1;
        learn();
      }
      if (sample.limit === undefined) return 0;
      limit = sample.limit;
      if (resetMs === undefined) return 0;
      windowMs = Math.min(longestWindowMs, Math.max(windowMs, resetMs));
      if (remaining === undefined) return 0;
      noteOthers(sample, limit - remaining);
      const isShort = foreign > 0 || resetMs <= windowMs * shortWait;
      return isShort && remaining <= inFlight ? resetMs : 0;
    },
    refused(sample, holdMs, inFlight) {
      const { now, sentAt } = sample;
      limit = sample.limit ?? limit;
      // Requests that were already under way when the first of them was refused.
      if (sentAt <= lastRefusal) return;
      const isRecent = now - lastRefusal < calmWindows * windowMs;
      lastRefusal = now;
      budgetThen = budget();
      served = limit === Infinity || isRecent ? countAfter(now - windowMs) - 1 - inFlight : -1;
      steppedAt = now + holdMs;
      learn();
    },
  };
}
