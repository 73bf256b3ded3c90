import { closeTimestamp, dayMs } from '../../model/close-timestamp.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { momentOf } from '../base/filter-rows.ts';
import { isRecord } from '../../base/is-record.ts';
import { resolveMoment } from '../search/resolve-moment.ts';

/** A time range in milliseconds since 1970. The end is not part of it. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

const dateLength = 'YYYY-MM-DD'.length;

/** The range of two texts. A date without a time includes its whole day; a missing bound is open. */
export function rangeOf(field: string, start: unknown, end: unknown): TimeRange {
  const bound = (value: unknown, open: number, extra: number): number => {
    if (typeof value !== 'string' || value === '') return open;
    const moment = momentOf(value.replace(' ', '+')) + (value.length === dateLength ? extra : 0);
    checkField(!Number.isNaN(moment), field, 'Input should be a valid date or datetime');
    return moment;
  };
  return {
    start: bound(start, Number.NEGATIVE_INFINITY, 0),
    end: bound(end, Number.POSITIVE_INFINITY, dayMs),
  };
}

/** The range of a body: a named period, or else a range with `start` and `end`; `undefined` without both. */
export function rangeIn({ body, now }: ApiCall, period: string, range: string): TimeRange | undefined {
  const { [period]: name, [range]: value } = body;
  if (typeof name === 'string') return periodOf(name, now);
  return isRecord(value) ? rangeOf(range, value['start'], value['end']) : undefined;
}

/** The range of a named period, such as `last-week`. */
export function periodOf(name: string, now: number): TimeRange {
  const moment = { type: 'start_end_of_predefined_relative_period', range: name };
  return {
    start: resolveMoment({ ...moment, which: 'start' }, now),
    end: resolveMoment({ ...moment, which: 'end' }, now),
  };
}

/** Whether a time is in a range. */
export function isIn({ start, end }: TimeRange, at: number): boolean {
  return at >= start && at < end;
}

/** The start of the day (UTC) of a time, in the format of reports. */
export function startOfDay(ms: number): string {
  return closeTimestamp(Math.floor(ms / dayMs) * dayMs).replace('.000000', '');
}
