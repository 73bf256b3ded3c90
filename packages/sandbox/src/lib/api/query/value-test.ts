import { momentOf } from '../base/filter-rows.ts';
import { fullName } from '../../model/rows/user-row.ts';
import { readSpan } from './date-span.ts';
import type { Span, Zone } from './date-span.ts';
import type { FieldType } from './object-kind.ts';
import type { QueryContext } from './query-context.ts';
import type { Comparison, QueryValue } from './query-node.ts';
import { patternTest, textTest } from './text-test.ts';

/** A test of one value that is not missing. */
export type ValueTest = (value: unknown) => boolean;

interface Wanted extends QueryValue {
  readonly comparison: Comparison;
}

const makers: Readonly<Record<FieldType, (wanted: Wanted, context: QueryContext) => ValueTest | undefined>> =
  { text: textOf, exact: exactOf, user: userOf, boolean: booleanOf, number: numberOf, date: dateOf };

/** Compiles the comparison of a field of this type with a value of a query text; `undefined` if they do not fit. */
export function valueTest(type: FieldType, wanted: Wanted, context: QueryContext): ValueTest | undefined {
  if (wanted.text === '*' && !wanted.isQuoted) return wanted.comparison === ':' ? () => true : undefined;
  const isRange = type === 'number' || type === 'date';
  return isRange || wanted.comparison === ':' ? makers[type](wanted, context) : undefined;
}

function textOf({ text, isQuoted }: QueryValue): ValueTest | undefined {
  const test = wordsTest({ text, isQuoted });
  return test && ((value) => test([String(value)]));
}

/** Words match in any order, a quoted text as a phrase, and a word with `*` as a pattern. */
export function wordsTest({
  text,
  isQuoted,
}: Omit<QueryValue, 'at'>): ReturnType<typeof textTest> | undefined {
  if (!text.includes('*')) return textTest(text, isQuoted ? 'phrase' : 'full_words');
  return /\s/.test(text) ? undefined : patternTest(text);
}

function exactOf({ text }: QueryValue): ValueTest {
  if (text.includes('*')) {
    const test = patternTest(text);
    return (value) => test([String(value)]);
  }
  const wanted = text.toLowerCase();
  return (value) => String(value).toLowerCase() === wanted;
}

/** A user by id, name or email address; `me` is the caller. */
function userOf({ text }: QueryValue, { data, user }: QueryContext): ValueTest {
  const wanted = text.toLowerCase();
  const ids = data.users
    .all()
    .filter((item) => [item.id, fullName(item), item.email].some((name) => name.toLowerCase() === wanted))
    .map(({ id }) => id);
  if (wanted === 'me') ids.push(user.id);
  return (value) => ids.includes(String(value));
}

function booleanOf({ text }: QueryValue): ValueTest | undefined {
  const isTrue = /^(?:yes|true|1)$/i.test(text);
  if (!isTrue && !/^(?:no|false|0)$/i.test(text)) return undefined;
  return (value) => value === isTrue;
}

function numberOf({ text, comparison }: Wanted): ValueTest | undefined {
  const range = readRange({ text, comparison }, (part) => {
    const number = /^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : undefined;
    return number === undefined ? undefined : { start: number, end: number };
  });
  if (range === undefined) return undefined;
  return (value) =>
    typeof value === 'number' && isWithin(value, { ...range, isAfter: value > range.end, comparison });
}

function dateOf({ text, comparison }: Wanted, { now, timeZoneMs }: QueryContext): ValueTest | undefined {
  const zone: Zone = { now, zoneMs: timeZoneMs };
  const range = readRange({ text, comparison }, (part) => readSpan(part, zone));
  if (range === undefined) return undefined;
  return (value) => {
    const moment = timeOf(value, zone);
    return isWithin(moment, { ...range, isAfter: moment >= range.end, comparison });
  };
}

/** The time of a stored value. A date without a time begins in the caller's time zone. */
export function timeOf(value: unknown, { zoneMs }: Zone): number {
  const text = String(value);
  return momentOf(text) - (text.includes('T') ? 0 : zoneMs);
}

/** `a..b`, or one value. */
function readRange(
  { text, comparison }: Pick<Wanted, 'text' | 'comparison'>,
  read: (part: string) => Span | undefined,
): Span | undefined {
  const parts = text.split('..');
  if (parts.length > (comparison === ':' ? 2 : 1)) return undefined;
  const spans = parts.map(read).filter((span) => span !== undefined);
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined || spans.length < parts.length) return undefined;
  return { start: first.start, end: last.end };
}

function isWithin(
  value: number,
  { start, isAfter, comparison }: Span & { isAfter: boolean; comparison: Comparison },
): boolean {
  switch (comparison) {
    case '>':
      return isAfter;
    case '>=':
      return value >= start;
    case '<':
      return value < start;
    case '<=':
      return !isAfter && !Number.isNaN(value);
    default:
      return value >= start && !isAfter;
  }
}
