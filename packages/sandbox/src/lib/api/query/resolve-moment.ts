import { isRecord } from '../../base/is-record.ts';
import { momentOf } from '../base/filter-rows.ts';
import { addUnits, namedPeriod, periodSpan, readSpan } from './date-span.ts';
import type { Unit, Zone } from './date-span.ts';
import { notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';

type Edge = 'start' | 'end';

/** Resolves a moment of the search grammar to milliseconds; NaN after noting one that is not understood. */
export function resolveMoment(value: unknown, context: QueryContext): number {
  const moment = resolve(value, context);
  if (Number.isNaN(moment))
    notUnderstood(context, 'query', `The sandbox does not understand the moment ${JSON.stringify(value)}.`);
  return moment;
}

function resolve(value: unknown, context: QueryContext): number {
  const moment = isRecord(value) ? value : {};
  const edge: Edge = moment['which'] === 'end' ? 'end' : 'start';
  const zone: Zone = { now: context.now, zoneMs: context.timeZoneMs };
  switch (moment['type']) {
    case 'now':
      return context.now;
    case 'fixed_utc':
      return momentOf(String(moment['value']));
    case 'fixed_local_date':
      return readSpan(String(moment['value']), zone)?.[edge] ?? Number.NaN;
    case 'start_end_of_predefined_relative_period':
      return namedPeriod(String(moment['range']), zone)?.[edge] ?? Number.NaN;
    case 'offset':
      return resolveOffset(moment, context);
    default:
      return Number.NaN;
  }
}

const units: readonly Unit[] = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];

function resolveOffset(moment: Readonly<Record<string, unknown>>, context: QueryContext): number {
  const { direction, moment: from, offset, which_day_end: dayEnd } = moment;
  const zoneMs = context.timeZoneMs;
  let local = resolveMoment(from, context) + zoneMs;
  for (const unit of units) {
    const count = Number((isRecord(offset) ? offset[`${unit}s`] : undefined) ?? 0);
    local = addUnits(local, unit, direction === 'past' ? -count : count);
  }
  if (dayEnd !== 'start' && dayEnd !== 'end') return local - zoneMs;
  return periodSpan('day', 0, { now: local - zoneMs, zoneMs })[dayEnd];
}
