import { dayMs } from '../../model/close-timestamp.ts';
import type { ApiCall } from '../base/api-call.ts';

export type Zone = Pick<ApiCall, 'now' | 'timeZoneMs'>;

/** A span of time from `start` (included) to `end` (excluded), in milliseconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const units: Readonly<Record<Unit, { readonly ms?: number; readonly months?: number }>> = {
  second: { ms: 1000 },
  minute: { ms: 60_000 },
  hour: { ms: 3_600_000 },
  day: { ms: dayMs },
  week: { ms: 7 * dayMs },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
};

export function isUnit(name: string): name is Unit {
  return Object.hasOwn(units, name);
}

/** Adds units to a time. A day that a shorter month lacks becomes its last day. */
export function addUnits(from: number, unit: Unit, count: number): number {
  const { ms = 0, months = 0 } = units[unit];
  const date = new Date(from + count * ms);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count * months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), lastDay));
}

/** The day, week (from Monday), month, quarter or year that is `shift` units away from now. */
export function periodSpan(unit: Unit, shift: number, { now, timeZoneMs }: Zone): Span {
  const local = new Date(now + timeZoneMs);
  const [month, day] = [local.getUTCMonth(), local.getUTCDate()];
  const firstMonth = unit === 'year' ? 0 : unit === 'quarter' ? month - (month % 3) : month;
  const firstDay = unit === 'week' ? day - ((local.getUTCDay() + 6) % 7) : unit === 'day' ? day : 1;
  const first = Date.UTC(local.getUTCFullYear(), firstMonth, firstDay);
  return {
    start: addUnits(first, unit, shift) - timeZoneMs,
    end: addUnits(first, unit, shift + 1) - timeZoneMs,
  };
}

/**
 * Reads a date, a time, or words such as `today`, `last week` and `30 days ago`; `undefined` for any other text.
 * Without an offset, dates and times are in the caller's time zone.
 */
export function readSpan(text: string, zone: Zone): Span | undefined {
  const words = text.trim().toLowerCase();
  if (words === 'now') return { start: zone.now, end: zone.now + 1 };
  const day = ['yesterday', 'today', 'tomorrow'].indexOf(words);
  if (day >= 0) return periodSpan('day', day - 1, zone);
  const [, which = '', unit = ''] = /^(last|this|next)[ -](day|week|month|quarter|year)$/.exec(words) ?? [];
  if (isUnit(unit)) return periodSpan(unit, ['last', 'this', 'next'].indexOf(which) - 1, zone);
  return readDistance(words, zone) ?? readFixed(words, zone);
}

export function namedPeriod(name: string, zone: Zone): Span | undefined {
  if (name === 'all-time') return { start: -Infinity, end: Infinity };
  const isNamed = /^(?:today|yesterday|(?:this|last)-(?:week|month|quarter|year))$/.test(name);
  return isNamed ? readSpan(name, zone) : undefined;
}

/** `3 days ago`, `in 2 weeks`: the whole day, or the exact time if the unit is shorter. */
function readDistance(words: string, zone: Zone): Span | undefined {
  const [, future, count = '', unit = '', past] =
    /^(in )?(\d{1,4}|an?) ([a-z]+?)s?( ago| from now)?$/.exec(words) ?? [];
  if (!isUnit(unit) || (future === undefined) === (past === undefined)) return undefined;
  const distance = (past === ' ago' ? -1 : 1) * (count.startsWith('a') ? 1 : Number(count));
  const moment = addUnits(zone.now + zone.timeZoneMs, unit, distance) - zone.timeZoneMs;
  const { ms = dayMs } = units[unit];
  return ms < dayMs ? { start: moment, end: moment + 1 } : periodSpan('day', 0, { ...zone, now: moment });
}

const fixedPattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[t ](\d\d:\d\d)(?::(\d\d)(\.\d{1,6})?)?(z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** A year, month, day, minute or second. Times with a fraction are rounded to a second: no query needs more. */
function readFixed(text: string, { timeZoneMs }: Zone): Span | undefined {
  // An unescaped `+` of an offset arrives as a space.
  const found = fixedPattern.exec(text.replace(/ (?=\d\d:?\d\d$)(?<=:\d\d[\d.:]* )/, '+'));
  if (found === null) return undefined;
  const [, year = '', month, day, time, second, fraction = '', offset] = found;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const start = Date.parse(`${date}T${time ?? '00:00'}:${second ?? '00'}${fraction}Z`);
  // February 30 would be a day in March.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return undefined;
  const parts = { second, minute: time, day, month };
  const unit = (['second', 'minute', 'day', 'month'] as const).find((name) => parts[name] !== undefined);
  const shift = offset === undefined ? timeZoneMs : offsetMs(offset);
  return { start: start - shift, end: addUnits(start, unit ?? 'year', 1) - shift };
}

function offsetMs(offset: string): number {
  const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
