import type { Clock } from '../base/clock.ts';
import { isRecord } from '../base/is-record.ts';
import type { BudgetShare } from './shared-budget.ts';

/** A store that takes longer counts as failed. */
const patienceMs = 1_000;
const longestWindowMs = 60_000;

/** Returns the reply of a shared budget; `undefined` when it fails, hangs, or makes no sense. */
export async function askBudget(
  take: () => Promise<BudgetShare>,
  n: number,
  clock: Clock,
): Promise<BudgetShare | undefined> {
  const patience = new AbortController();
  try {
    const late = clock.sleep(patienceMs, patience.signal).then(() => undefined);
    return parseShare(await Promise.race([take(), late]), n);
  } catch {
    return undefined;
  } finally {
    patience.abort();
  }
}

function parseShare(reply: unknown, n: number): BudgetShare | undefined {
  if (!isRecord(reply)) return undefined;
  const { granted, waitMs, limit, windowMs } = reply;
  if (!isBetween(granted, 0, n) || !Number.isInteger(granted)) return undefined;
  if (!isBetween(waitMs, 0, Infinity) || !isBetween(windowMs, 1, longestWindowMs)) return undefined;
  if (limit !== undefined && !isBetween(limit, 0, Infinity)) return undefined;
  // Holds may be longer; asking again does no harm.
  return { granted, waitMs: Math.min(waitMs, longestWindowMs), limit, windowMs };
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
