import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { fullName } from '../../model/organization-data.ts';
import { momentOf } from '../base/list-page.ts';
import { addUnits, namedPeriod, periodSpan, readSpan } from './date-span.ts';
import type { Span, Zone } from './date-span.ts';
import type { Comparison, QueryValue } from './parse-query.ts';
import { matchNone, notUnderstood } from './row-query.ts';
import type { FieldType, NamedField, QueryContext } from './row-query.ts';
import { patternTest, textModes, textTest } from './text-test.ts';
import type { TextTest } from './text-test.ts';

export type ValueTest = (value: unknown) => boolean;

type Wanted = QueryValue & { readonly comparison: Comparison };

/** Compiles the comparison of a field of this type with a value of a query text; `undefined` if they do not fit. */
export function valueTest(type: FieldType, wanted: Wanted, context: QueryContext): ValueTest | undefined {
  const { text, isQuoted, comparison } = wanted;
  const lower = text.toLowerCase();
  if (text === '*' && !isQuoted) return comparison === ':' ? () => true : undefined;
  if (type === 'number' || type === 'date') return spanTest(type, wanted, context);
  if (comparison !== ':') return undefined;
  switch (type) {
    case 'text': {
      const test = wordsTest(wanted);
      return test && ofText(test);
    }
    case 'user':
      return userTest(lower, context);
    case 'boolean': {
      const isTrue = /^(?:yes|true|1)$/i.test(text);
      return isTrue || /^(?:no|false|0)$/i.test(text) ? (value) => value === isTrue : undefined;
    }
    default:
      if (text.includes('*')) return ofText(patternTest(text));
      return (value) => String(value).toLowerCase() === lower;
  }
}

export function ofText(test: TextTest): ValueTest {
  return (value) => test([String(value)]);
}

/** Words match in any order, a quoted text as a phrase, and a word with `*` as a pattern. */
export function wordsTest({ text, isQuoted }: QueryValue): TextTest | undefined {
  if (!text.includes('*')) return textTest(text, isQuoted ? 'phrase' : 'full_words');
  return /\s/.test(text) ? undefined : patternTest(text);
}

/** A user by id, name or email address; `me` is the caller. */
function userTest(wanted: string, { data, user }: QueryContext): ValueTest {
  const names = data.users
    .all()
    .filter((item) => [item.id, fullName(item), item.email].some((name) => name.toLowerCase() === wanted));
  const ids = new Set(names.map(({ id }) => id));
  if (wanted === 'me') ids.add(user.id);
  return (value) => ids.has(String(value));
}

/** Compares with a number or a span of time, or with `a..b`. */
function spanTest(type: 'number' | 'date', wanted: Wanted, zone: Zone): ValueTest | undefined {
  const { text, comparison } = wanted;
  const isDate = type === 'date';
  const parts = text.split('..');
  const spans = parts.map((part) => (isDate ? readSpan(part, zone) : readNumber(part)));
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined || parts.length > (comparison === ':' ? 2 : 1))
    return undefined;
  // A span of time does not hold its end; a number does.
  const after = isDate ? { gte: last.end } : { gt: last.end };
  const until = isDate ? { lt: last.end } : { lte: last.end };
  const bounds: Readonly<Record<Comparison, Bounds>> = {
    ':': { gte: first.start, ...until },
    '>': after,
    '>=': { gte: first.start },
    '<': { lt: first.start },
    '<=': until,
  };
  return rangeTest(bounds[comparison], isDate ? (value) => timeOf(value, zone) : Number);
}

function readNumber(text: string): Span | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? { start: Number(text), end: Number(text) } : undefined;
}

export type Bounds = { readonly [name in 'gt' | 'gte' | 'lt' | 'lte']?: number | undefined };

export function rangeTest(bounds: Bounds, read: (value: unknown) => number): ValueTest {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = bounds;
  return (value) => {
    const number = read(value);
    return number > gt && number >= gte && number < lt && number <= lte;
  };
}

/** The time of a stored value. A date without a time begins in the caller's time zone. */
export function timeOf(value: unknown, { timeZoneMs }: Zone): number {
  const text = String(value);
  return momentOf(text) - (text.includes('T') ? 0 : timeZoneMs);
}

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
