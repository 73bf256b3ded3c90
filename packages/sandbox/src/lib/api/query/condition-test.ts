import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { momentOf } from '../base/filter-rows.ts';
import { addUnits, namedPeriod, periodSpan, readSpan } from './date-span.ts';
import type { Span } from './date-span.ts';
import { matchNone, notUnderstood } from './row-query.ts';
import type { NamedField, QueryContext } from './row-query.ts';
import { textModes, textTest } from './text-test.ts';
import type { TextTest } from './text-test.ts';
import { ofText, rangeTest, timeOf } from './value-test.ts';
import type { Bounds, ValueTest } from './value-test.ts';

type Compile = (condition: JsonObject, context: QueryContext) => ValueTest;

/** The conditions of the search grammar, with the types of the fields that they fit. */
const conditions = new Map<unknown, readonly [fits: string, compile: Compile]>([
  ['text', ['text exact', (...args) => ofText(modeTest(...args))]],
  ['term', ['exact text user', ({ values }) => isOneOf(values)]],
  ['boolean', ['boolean', (condition) => (value) => value === condition['value']]],
  ['exists', ['exact text number date boolean user', () => () => true]],
  ['current_user', ['user', (_condition, { user }) => isOneOf([user.id])]],
  ['reference', ['exact user', ({ object_ids: ids }) => isOneOf(ids)]],
  [
    'number_range',
    ['number', ({ gt, gte, lt, lte }) => rangeTest(boundsOf({ gt, gte, lt, lte }, Number), Number)],
  ],
  ['moment_range', ['date', momentTest]],
]);

export function conditionTest(condition: JsonObject, field: NamedField, context: QueryContext): ValueTest {
  const [fits = '', compile = () => matchNone] = conditions.get(condition['type']) ?? [];
  if (fits.split(' ').includes(field.type)) return compile(condition, context);
  const names = `the condition ${JSON.stringify(condition['type'])} on the field "${field.name}"`;
  return notUnderstood(context, `The sandbox does not know ${names}.`);
}

export function modeTest({ mode, value }: JsonObject, context: QueryContext): TextTest {
  const known = textModes.find((name) => name === mode);
  if (known !== undefined) return textTest(String(value), known);
  return notUnderstood(context, `The sandbox does not know the text mode ${JSON.stringify(mode)}.`);
}

function isOneOf(wanted: unknown): ValueTest {
  const values = new Set(Array.isArray(wanted) ? wanted.map(String) : []);
  return (value) => values.has(String(value));
}

/** The bounds that are given: a bound that is `null` or missing is open. */
function boundsOf(given: JsonObject, read: (bound: unknown) => number): Bounds {
  const known = Object.entries(given).filter(([, bound]) => (bound ?? null) !== null);
  return Object.fromEntries(known.map(([name, bound]) => [name, read(bound)]));
}

function momentTest(condition: JsonObject, context: QueryContext): ValueTest {
  const { after: gt, on_or_after: gte, before: lt, on_or_before: lte } = condition;
  const bounds = boundsOf({ gt, gte, lt, lte }, (moment) => resolveMoment(moment, context));
  return rangeTest(bounds, (value) => timeOf(value, context));
}

const moments = new Map<unknown, (moment: JsonObject, context: QueryContext) => number | undefined>([
  ['now', (_moment, { now }) => now],
  ['fixed_utc', ({ value }) => momentOf(String(value))],
  ['fixed_local_date', ({ value, which }, zone) => edgeOf(readSpan(String(value), zone), which)],
  [
    'start_end_of_predefined_relative_period',
    ({ range, which }, zone) => edgeOf(namedPeriod(String(range), zone), which),
  ],
  ['offset', resolveOffset],
]);

function edgeOf(span: Span | undefined, which: unknown): number | undefined {
  return which === 'end' ? span?.end : span?.start;
}

/** Resolves a moment of the search grammar to milliseconds; NaN after noting one that is not understood. */
export function resolveMoment(value: unknown, context: QueryContext): number {
  const moment = isRecord(value) ? value : {};
  const ms = moments.get(moment['type'])?.(moment, context) ?? Number.NaN;
  if (Number.isNaN(ms))
    notUnderstood(context, `The sandbox does not understand the moment ${JSON.stringify(value)}.`);
  return ms;
}

function resolveOffset(moment: JsonObject, context: QueryContext): number {
  const { direction, moment: from, offset, which_day_end: dayEnd } = moment;
  const { timeZoneMs } = context;
  let local = resolveMoment(from, context) + timeZoneMs;
  for (const unit of ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const) {
    const count = Number((isRecord(offset) ? offset[`${unit}s`] : undefined) ?? 0);
    local = addUnits(local, unit, direction === 'past' ? -count : count);
  }
  const now = local - timeZoneMs;
  if (dayEnd !== 'start' && dayEnd !== 'end') return now;
  return periodSpan('day', 0, { now, timeZoneMs })[dayEnd];
}
