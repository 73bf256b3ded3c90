import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { BudgetNews, BudgetShare, SharedBudget } from './shared-budget.ts';

/** Options of {@link memoryBudget}. */
export interface MemoryBudgetOptions {
  /** A monotonic clock in milliseconds. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

/** The state of one key. A slot is a fiftieth of a window. */
interface State {
  limit: number | undefined;
  windowMs: number;
  heldUntil: number;
  /** Requests that may be sent beyond the half that goes at once. */
  credit: number;
  creditAt: number;
  expiresAt: number;
  slots: { readonly until: number; count: number }[];
}

/** Requests per window while the limit is unknown. */
const coldBudget = 10;
const use = 0.98;
const slotsPerWindow = 50;
const firstWindowMs = 1_000;
const longestWindowMs = 60_000;
const keptMs = 60_000;

/**
 * Creates a budget in memory, for several clients of one process that use the same credential, and for tests.
 *
 * @param options - The clock.
 * @returns The `budget` option of `paceTogether`.
 * @throws TypeError naming the wrong option.
 * @example
 * const rateLimit = paceTogether({ budget: memoryBudget() });
 * const [first, second] = [apiKey(key), apiKey(key)].map((auth) => createCloseClient({ auth, rateLimit }));
 */
export function memoryBudget(options: MemoryBudgetOptions = {}): SharedBudget {
  assertArgument(isRecord(options), ['memoryBudget', 'options'], 'an object');
  const { now: clock = () => performance.now() } = options;
  assertArgument(typeof clock === 'function', ['memoryBudget', 'now'], 'a function');
  const states = new Map<string, State>();
  return {
    take: async (key, n, news = {}) => {
      const now = clock();
      let state = states.get(key);
      if (!state || state.expiresAt <= now) {
        for (const [other, { expiresAt }] of states) if (expiresAt <= now) states.delete(other);
        states.set(key, (state = createState(now)));
      }
      hear(state, news, now);
      return share(state, n, now);
    },
  };
}

function createState(now: number): State {
  const rest = { heldUntil: -Infinity, credit: 0, creditAt: now, expiresAt: 0, slots: [] };
  return { limit: undefined, windowMs: firstWindowMs, ...rest };
}

function hear(state: State, { limit, resetMs = 0, holdMs = 0 }: BudgetNews, now: number): void {
  state.limit = limit ?? state.limit;
  state.windowMs = Math.min(longestWindowMs, Math.max(state.windowMs, resetMs));
  state.heldUntil = Math.max(state.heldUntil, now + holdMs);
  state.expiresAt = Math.max(state.heldUntil, now) + 3 * state.windowMs + keptMs;
}

/** Half of the budget goes at once. The rest is a credit that grows evenly, and lasts for two slots. */
function share(state: State, n: number, now: number): BudgetShare {
  const { limit, windowMs } = state;
  if (now < state.heldUntil) return { granted: 0, waitMs: state.heldUntil - now, limit, windowMs };
  state.slots = state.slots.filter(({ until }) => until > now - windowMs);
  const used = state.slots.reduce((sum, { count }) => sum + count, 0);
  const budget = limit === undefined ? coldBudget : Math.max(1, Math.floor(use * limit));
  const most = Math.max(1, (2 * budget) / slotsPerWindow);
  const credit = Math.min(most, state.credit + ((now - state.creditAt) * budget) / windowMs);
  const atOnce = Math.max(0, Math.ceil(budget / 2) - used);
  const granted = Math.max(0, Math.min(n, budget - used, Math.floor(atOnce + credit)));
  state.credit = credit - Math.max(0, granted - atOnce);
  state.creditAt = now;
  const last = state.slots.at(-1);
  if (last && last.until > now) last.count += granted;
  else if (granted > 0) state.slots.push({ until: now + windowMs / slotsPerWindow, count: granted });
  const waitMs = granted < n ? Math.max(windowMs / slotsPerWindow / 2, windowMs / budget) : 0;
  return { granted, waitMs, limit, windowMs };
}
