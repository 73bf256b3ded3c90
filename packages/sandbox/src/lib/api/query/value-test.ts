import { fullName } from '../../model/rows/user-row.ts';
import { momentOf } from '../base/filter-rows.ts';
import { readSpan } from './date-span.ts';
import type { Span, Zone } from './date-span.ts';
import type { FieldType, QueryContext } from './row-query.ts';
import type { Comparison, QueryValue } from './parse-query.ts';
import { patternTest, textTest } from './text-test.ts';
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
