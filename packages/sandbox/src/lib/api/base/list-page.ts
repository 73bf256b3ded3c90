import { closeTimestamp } from '../../model/close-timestamp.ts';
import { compareText } from '../../model/sorted-rows.ts';
import type { ApiCall } from './api-call.ts';
import { invalidFields } from './api-call.ts';

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
type Readers<T> = Readonly<Record<string, FilterValue<T>>>;

export function readersOf<T>(...names: readonly (keyof T & string)[]): Record<string, FilterValue<T>> {
  return Object.fromEntries(names.map((name) => [name, (row: T) => row[name]]));
}

/**
 * The test of the filters in a query: `name` and `name__in` (both take comma lists), `__gt`, `__gte`, `__lt` and
 * `__lte`. A reader may return a list; one of its values must match.
 */
export function filterTest<T>(query: URLSearchParams, fields: Readers<T>): (row: T) => boolean {
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
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** Parses a date or timestamp to milliseconds. Without an offset it is UTC, as in Close. */
export function momentOf(text: string): number {
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T');
  return Date.parse(hasOffset ? text : `${text}Z`);
}

export type FieldTest = (name: string) => boolean;

export const everyField: FieldTest = () => true;

/**
 * Reads `_fields`, a comma list of top-level members. `_all` selects everything, `custom` every custom field. `id`
 * is not implied.
 */
export function readFields(fields: string | null): FieldTest {
  if (fields === null || fields === '') return everyField;
  const wanted = new Set(fields.split(',').map((name) => name.trim()));
  if (wanted.has('_all')) return everyField;
  if (!wanted.has('custom')) return (name) => wanted.has(name);
  return (name) => wanted.has(name) || name.startsWith('custom.');
}

export function selectFields(row: object, fields: string | null): object {
  const isWanted = readFields(fields);
  if (isWanted === everyField) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => isWanted(name)));
}

const defaultLimit = 100;

export interface ListOptions<T> {
  readonly call: Pick<ApiCall, 'query' | 'ceilings'>;
  /** The largest `_limit`. Default: that of most lists. */
  readonly maxLimit?: number;
  readonly test?: (row: T) => boolean;
  readonly render: (row: T) => object;
}

/** Returns the requested page. Only its rows are rendered, and no row after the next one is looked at. */
export function listPage<T>(
  rows: Iterable<T>,
  options: ListOptions<T>,
): { data: object[]; has_more: boolean } {
  const { render, test = () => true, call } = options;
  const { query, ceilings } = call;
  const { maxLimit = ceilings.pageSize } = options;
  const rules = { _limit: [Math.min(defaultLimit, maxLimit), maxLimit], _skip: [0, ceilings.skip] } as const;
  const [limit = 0, skip = 0] = readCounts(query, rules);
  const page = pageOf(rows, test, { skip, limit });
  const fields = query.get('_fields');
  return { data: page.rows.map((row) => selectFields(render(row), fields)), has_more: page.hasMore };
}

/** A page of the rows that pass a test. Looking ends at the row after the page. */
export function pageOf<T>(
  rows: Iterable<T>,
  test: (row: T) => boolean,
  { skip, limit }: { readonly skip: number; readonly limit: number },
): { readonly rows: T[]; readonly hasMore: boolean } {
  const page: T[] = [];
  let left = skip;
  for (const row of rows) {
    if (!test(row)) continue;
    if (left > 0) left -= 1;
    else if (page.length < limit) page.push(row);
    else return { rows: page, hasMore: true };
  }
  return { rows: page, hasMore: false };
}

type CountRule = readonly [fallback: number, max: number];

/** Reads counts of a query, such as `_limit`. */
export function readCounts(query: URLSearchParams, rules: Readonly<Record<string, CountRule>>): number[] {
  const errors: Record<string, string> = {};
  const counts = Object.entries(rules).map(([name, [fallback, max]]) => {
    const text = query.get(name);
    if (text === null || text === '') return fallback;
    const count = Number(text);
    if (!/^-?\d+$/.test(text))
      errors[name] = 'Input should be a valid integer, unable to parse string as an integer';
    else if (count < 0) errors[name] = 'Input should be greater than or equal to 0';
    else if (count > max) errors[name] = `Input should be less than or equal to ${max}`;
    return count;
  });
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  return counts;
}
