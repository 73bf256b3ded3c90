import { isRecord } from '../../base/is-record.ts';
import { momentOf } from '../base/filter-rows.ts';
import { addUnits, periodSpan, readSpan } from './date-span.ts';
import type { Unit, Zone } from './date-span.ts';
import { notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import { readShape } from './search-shapes.ts';
import type { Shaped } from './search-shapes.ts';

/** Resolves a moment of the search grammar to milliseconds; NaN after noting what is not understood. */
export function resolveMoment(value: unknown, context: QueryContext): number {
  const moment = resolve(value, context);
  // A text of the right shape can still be no date.
  if (Number.isNaN(moment) && context.problems.length === 0)
    notUnderstood(context, 'query', `The sandbox does not understand the moment ${JSON.stringify(value)}.`);
  return moment;
}

function resolve(value: unknown, context: QueryContext): number {
  if (typeof value === 'string') return momentOf(value);
  const moment = readShape('moment', value, context);
  const zone: Zone = { now: context.now, zoneMs: context.timeZoneMs };
  switch (moment?.type) {
    case 'now':
      return context.now;
    case 'fixed_utc':
      return momentOf(String(moment['value']));
    case 'fixed_local_date':
      return readSpan(String(moment['value']), zone)?.[edgeOf(moment['which'])] ?? Number.NaN;
    case 'start_end_of_predefined_relative_period':
      return periodEdge(String(moment['range']), edgeOf(moment['which']), zone);
    case 'offset':
      return resolveOffset(moment, context);
    default:
      return Number.NaN;
  }
}

function resolveOffset(moment: Shaped<'moment'>, context: QueryContext): number {
  const { direction, offset, which_day_end: dayEnd } = moment;
  const sign = direction === 'past' ? -1 : 1;
  const zoneMs = context.timeZoneMs;
  let local = resolveMoment(moment['moment'], context) + zoneMs;
  for (const [name, count] of Object.entries(isRecord(offset) ? offset : {})) {
    const unit = units.get(name);
    if (unit === undefined) return Number.NaN;
    local = addUnits(local, unit, sign * Number(count ?? 0));
  }
  if (dayEnd === undefined || dayEnd === null) return local - zoneMs;
  return periodSpan('day', 0, { now: local - zoneMs, zoneMs })[edgeOf(dayEnd)];
}

const units: ReadonlyMap<string, Unit> = new Map(
  (['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const).map((unit) => [`${unit}s`, unit]),
);

function periodEdge(range: string, edge: 'start' | 'end', zone: Zone): number {
  if (range === 'all-time') return edge === 'start' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isPeriod = /^(?:today|yesterday|(?:this|last)-(?:week|month|quarter|year))$/.test(range);
  return (isPeriod ? readSpan(range, zone)?.[edge] : undefined) ?? Number.NaN;
}

function edgeOf(which: unknown): 'start' | 'end' {
  return which === 'end' ? 'end' : 'start';
}
