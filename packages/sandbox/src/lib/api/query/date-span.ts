import { dayMs } from '../../model/close-timestamp.ts';

/** The time of a request, and the caller's time zone. */
export interface Zone {
  readonly now: number;
  /** Milliseconds ahead of UTC. */
  readonly zoneMs: number;
}

/** A span of time from `start` (included) to `end` (excluded), in milliseconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The units of a calendar and of a clock. */
export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const weekday = (date: Date): number => (date.getUTCDay() + 6) % 7;

/** The day, week (from Monday), month, quarter or year that is `shift` units away from now. */
export function periodSpan(unit: Unit, shift: number, { now, zoneMs }: Zone): Span {
  const local = new Date(now + zoneMs);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  const startOf = (count: number): number => {
    switch (unit) {
      case 'week':
        return Date.UTC(year, month, day - weekday(local) + count * 7);
      case 'month':
        return Date.UTC(year, month + count);
      case 'quarter':
        return Date.UTC(year, (Math.floor(month / 3) + count) * 3);
      case 'year':
        return Date.UTC(year + count, 0);
      default:
        return Date.UTC(year, month, day + count);
    }
  };
  return { start: startOf(shift) - zoneMs, end: startOf(shift + 1) - zoneMs };
}

/** Adds units to a time. A day that a shorter month lacks becomes its last day. */
export function addUnits(ms: number, unit: Unit, count: number): number {
  const lengths: Partial<Record<Unit, number>> = {
    second: 1000,
    minute: 60_000,
    hour: 3_600_000,
    day: dayMs,
    week: 7 * dayMs,
  };
  const length = lengths[unit];
  if (length !== undefined) return ms + count * length;
  const date = new Date(ms);
  const months = date.getUTCMonth() + count * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate();
  return date.setUTCFullYear(date.getUTCFullYear(), months, Math.min(date.getUTCDate(), lastDay));
}

const namedDays: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
const shifts: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };
const units: Readonly<Record<string, Unit>> = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

/**
 * Reads a date, a time, or words such as `today`, `last week` and `30 days ago`; `undefined` for any other text.
 * Without an offset, dates and times are in the caller's time zone.
 */
export function readSpan(text: string, zone: Zone): Span | undefined {
  const words = text.trim().toLowerCase();
  if (words === 'now') return { start: zone.now, end: zone.now + 1 };
  const day = Object.hasOwn(namedDays, words) ? namedDays[words] : undefined;
  if (day !== undefined) return periodSpan('day', day, zone);
  const [, period = '', unitName = ''] =
    /^(last|this|next)[ -](day|week|month|quarter|year)$/.exec(words) ?? [];
  const unit = units[unitName];
  if (unit !== undefined) return periodSpan(unit, shifts[period] ?? 0, zone);
  return readDistance(words, zone) ?? readFixed(words, zone.zoneMs);
}

/** A period by its name in reports and in the search grammar. */
export function namedPeriod(name: string, zone: Zone): Span | undefined {
  if (name === 'all-time') return { start: -Infinity, end: Infinity };
  const isNamed = /^(?:today|yesterday|(?:this|last)-(?:week|month|quarter|year))$/.test(name);
  return isNamed ? readSpan(name, zone) : undefined;
}

/** `3 days ago`, `in 2 weeks`: the whole day, or the exact time if the unit is shorter. */
function readDistance(words: string, zone: Zone): Span | undefined {
  const [, future, count = '', unitName = '', past] =
    /^(in )?(\d{1,4}|an?) (second|minute|hour|day|week|month|quarter|year)s?( ago| from now)?$/.exec(words) ??
    [];
  const unit = units[unitName];
  if (unit === undefined || (future === undefined) === (past === undefined)) return undefined;
  const sign = past === ' ago' ? -1 : 1;
  const moment =
    addUnits(zone.now + zone.zoneMs, unit, sign * (count.startsWith('a') ? 1 : Number(count))) - zone.zoneMs;
  if (unit === 'second' || unit === 'minute' || unit === 'hour') return { start: moment, end: moment + 1 };
  return periodSpan('day', 0, { ...zone, now: moment });
}

const fixedPattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[t ](\d\d:\d\d)(?::(\d\d)(\.\d{1,6})?)?(z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** A year, month, day, minute, second or millisecond. */
function readFixed(text: string, zoneMs: number): Span | undefined {
  // An unescaped `+` of an offset arrives as a space.
  const found = fixedPattern.exec(text.replace(/ (?=\d\d:?\d\d$)(?<=:\d\d[\d.:]* )/, '+'));
  if (found === null) return undefined;
  const [, year = '', month, day, time, second, fraction = '', offset] = found;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const start = Date.parse(`${date}T${time ?? '00:00'}:${second ?? '00'}${fraction}Z`);
  // February 30 would be a day in March.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return undefined;
  const shift = offset === undefined ? zoneMs : offsetMs(offset);
  return { start: start - shift, end: addUnits(start, finestUnit(found), 1) - shift };
}

/** Times with a fraction are rounded to a second: no query needs more. */
function finestUnit([, , month, day, time, second]: readonly (string | undefined)[]): Unit {
  if (second !== undefined) return 'second';
  if (time !== undefined) return 'minute';
  return day !== undefined ? 'day' : month !== undefined ? 'month' : 'year';
}

function offsetMs(offset: string): number {
  if (offset === 'z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
