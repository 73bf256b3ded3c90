import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { momentOf } from '../base/filter-rows.ts';
import { dayMs } from '../../model/close-timestamp.ts';

/** Resolves a moment of the search grammar to milliseconds. Local dates are treated as UTC. */
export function resolveMoment(moment: unknown, now: number): number {
  if (typeof moment === 'string') return momentOf(moment);
  const { type, value, which, range, ...rest } = asMoment(moment);
  switch (type) {
    case 'now':
      return now;
    case 'fixed_utc':
      return momentOf(String(value));
    case 'fixed_local_date':
      return momentOf(String(value)) + (which === 'end' ? dayMs : 0);
    case 'start_end_of_predefined_relative_period':
      return resolvePeriod(String(range), now)[which === 'end' ? 1 : 0];
    case 'offset':
      return resolveOffset(rest, now);
    default:
      throw invalidFields({ query: `Unknown moment type: ${String(type)}` });
  }
}

function resolveOffset({ direction, moment, offset, which_day_end }: JsonObject, now: number): number {
  const sign = direction === 'past' ? -1 : 1;
  const amounts = asMoment(offset);
  const amount = (name: string): number => sign * Number(amounts[name] ?? 0);
  const date = new Date(resolveMoment(moment, now));
  date.setUTCFullYear(date.getUTCFullYear() + amount('years'));
  date.setUTCMonth(date.getUTCMonth() + amount('months'));
  date.setUTCDate(date.getUTCDate() + amount('weeks') * 7 + amount('days'));
  date.setUTCHours(date.getUTCHours() + amount('hours'));
  date.setUTCMinutes(date.getUTCMinutes() + amount('minutes'));
  date.setUTCSeconds(date.getUTCSeconds() + amount('seconds'));
  if (which_day_end === undefined || which_day_end === null) return date.getTime();
  const midnight = startOfDay(date.getTime());
  return which_day_end === 'end' ? midnight + dayMs : midnight;
}

function resolvePeriod(range: string, now: number): [start: number, end: number] {
  if (range === 'all-time') return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const today = startOfDay(now);
  const shift = range.startsWith('last-') ? -1 : 0;
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const monday = today - ((date.getUTCDay() + 6) % 7) * dayMs;
  const quarter = Math.floor(month / 3) + shift;
  switch (range.replace(/^(?:this|last)-/, '')) {
    case 'today':
      return [today, today + dayMs];
    case 'yesterday':
      return [today - dayMs, today];
    case 'week':
      return [monday + shift * 7 * dayMs, monday + (shift + 1) * 7 * dayMs];
    case 'month':
      return [Date.UTC(year, month + shift), Date.UTC(year, month + shift + 1)];
    case 'quarter':
      return [Date.UTC(year, quarter * 3), Date.UTC(year, quarter * 3 + 3)];
    case 'year':
      return [Date.UTC(year + shift, 0), Date.UTC(year + shift + 1, 0)];
    default:
      throw invalidFields({ query: `Unknown range: ${range}` });
  }
}

function startOfDay(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

function asMoment(value: unknown): JsonObject {
  if (isRecord(value)) return value;
  throw invalidFields({ query: 'A moment must be an object' });
}
