import { isRecord } from '../../base/is-record.ts';
import { dayMs } from '../../model/close-timestamp.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { momentOf } from '../base/filter-rows.ts';
import { namedPeriod } from '../query/date-span.ts';

/** A time range in milliseconds since 1970. The end is not part of it. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** The range of two texts. A date without a time as the end includes its day; a missing bound is open. */
export function rangeOf(field: string, start: unknown, end: unknown): TimeRange {
  const [from, to] = [start, end].map((value) =>
    typeof value === 'string' && value !== '' ? momentOf(value.replace(' ', '+')) : null,
  );
  const isValid = !Number.isNaN(from) && !Number.isNaN(to);
  checkField(isValid, field, 'Input should be a valid date or datetime');
  const isDate = typeof end === 'string' && /^\d{4}-\d\d-\d\d$/.test(end);
  return { start: from ?? -Infinity, end: (to ?? Infinity) + (isDate ? dayMs : 0) };
}

/** The range of a body: a named period, or else one with `start` and `end`; `undefined` without both. */
export function rangeIn(
  { body, now, timeZoneMs: zoneMs }: ApiCall,
  period: string,
  range: string,
): TimeRange | undefined {
  const { [period]: name, [range]: value } = body;
  if (typeof name !== 'string')
    return isRecord(value) ? rangeOf(range, value['start'], value['end']) : undefined;
  const named = namedPeriod(name, { now, zoneMs });
  checkField(named !== undefined, period, `Unknown range: ${name}`);
  return named;
}

/** Whether a time is in a range. */
export function isIn({ start, end }: TimeRange, at: number): boolean {
  return at >= start && at < end;
}
