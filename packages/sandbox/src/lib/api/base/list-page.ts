import { compareText } from '../../model/sorted-rows.ts';
import type { ApiCall } from './api-call.ts';
import { invalidFields } from './api-refusal.ts';

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
  const [limit = 0, skip = 0] = readCounts(query, [
    { name: '_limit', fallback: Math.min(defaultLimit, maxLimit), max: maxLimit },
    { name: '_skip', fallback: 0, max: ceilings.skip },
  ]);
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

export function readLimit(query: URLSearchParams, limits: Omit<CountRule, 'name'>): number {
  const [limit = 0] = readCounts(query, [{ name: '_limit', ...limits }]);
  return limit;
}

export function newestFirst<T extends { date_created: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => compareText(b.date_created, a.date_created));
}

interface CountRule {
  readonly name: string;
  readonly fallback: number;
  readonly max: number;
}

function readCounts(query: URLSearchParams, rules: readonly CountRule[]): number[] {
  const errors: Record<string, string> = {};
  const counts = rules.map(({ name, fallback, max }) => {
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
