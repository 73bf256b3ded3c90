import { closeTimestamp } from '../../model/close-timestamp.ts';
import { compareText } from '../../model/sorted-rows.ts';

type Test = (value: unknown) => boolean;

const operators: Readonly<Record<string, (wanted: string) => Test>> = {
  '': isOneOf,
  in: isOneOf,
  gt: (wanted) => compareWith(wanted, (order) => order > 0),
  gte: (wanted) => compareWith(wanted, (order) => order >= 0),
  lt: (wanted) => compareWith(wanted, (order) => order < 0),
  lte: (wanted) => compareWith(wanted, (order) => order <= 0),
};

export type FilterValue<T> = (row: T) => unknown;

export function readersOf<T>(...names: readonly (keyof T & string)[]): Record<string, FilterValue<T>> {
  return Object.fromEntries(names.map((name) => [name, (row: T) => row[name]]));
}

export function filterRows<T>(
  rows: readonly T[],
  query: URLSearchParams,
  fields: Readonly<Record<string, FilterValue<T>>>,
): T[] {
  return rows.filter(filterTest(query, fields));
}

/**
 * The test of the filters in a query: `name` and `name__in` (both take comma lists), `__gt`, `__gte`, `__lt` and
 * `__lte`. A reader may return a list; one of its values must match.
 */
export function filterTest<T>(
  query: URLSearchParams,
  fields: Readonly<Record<string, FilterValue<T>>>,
): (row: T) => boolean {
  const tests = Object.entries(fields).flatMap(([name, read]) =>
    Object.entries(operators).flatMap(([suffix, operator]) => {
      const wanted = query.get(suffix === '' ? name : `${name}__${suffix}`);
      if (wanted === null || wanted === '') return [];
      const test = operator(wanted);
      return [(row: T) => test(read(row))];
    }),
  );
  return (row) => tests.every((test) => test(row));
}

/** Of a list, one item must be wanted. */
function isOneOf(wanted: string): Test {
  const choices = new Set(wanted.split(','));
  const isChoice: Test = (value) => choices.has(scalarText(value));
  return (value) => (Array.isArray(value) ? value.some(isChoice) : isChoice(value));
}

/** Compares numbers, or dates otherwise. The order is NaN without a value, so no range matches. */
function compareWith(wanted: string, test: (order: number) => boolean): Test {
  const count = Number(wanted);
  // An unescaped `+` of an offset arrives as a space.
  const moment = momentOf(wanted.replace(' ', '+'));
  const text = Number.isNaN(moment) ? '' : closeTimestamp(moment);
  return (value) => {
    if (typeof value === 'number') return test(value - count);
    if (isTimestamp(value) && isTimestamp(text)) return test(compareText(value, text));
    return test(momentOf(scalarText(value)) - moment);
  };
}

/** Whether this is a Close timestamp in UTC: their texts have the order of their times. */
function isTimestamp(value: unknown): value is string {
  return typeof value === 'string' && value.length === timestampLength && value.endsWith('+00:00');
}

const timestampLength = 'YYYY-MM-DDTHH:MM:SS.mmmmmm+00:00'.length;

/** A scalar as text; other values as an empty text, which matches no filter. */
function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** Parses a date or timestamp to milliseconds. Without an offset it is UTC, as in Close. */
export function momentOf(text: string): number {
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T');
  return Date.parse(hasOffset ? text : `${text}Z`);
}
