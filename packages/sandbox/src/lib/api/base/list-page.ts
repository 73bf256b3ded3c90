import { invalidFields } from './api-refusal.ts';
import { selectFields } from './select-fields.ts';

const defaultLimit = 100;
const maxSkip = 35_000;

/** The options of {@link listPage}. */
export interface ListOptions<T> {
  readonly query: URLSearchParams;
  readonly maxLimit?: number;
  readonly render: (row: T) => object;
}

/** A page of an offset-paged list. */
export interface ListPage {
  data: object[];
  has_more: boolean;
}

/** Returns the requested page. Only its rows are rendered. */
export function listPage<T>(rows: readonly T[], options: ListOptions<T>): ListPage {
  const { query, render, maxLimit = 1000 } = options;
  const errors: Record<string, string> = {};
  const limit = readCount(query, { name: '_limit', fallback: defaultLimit, max: maxLimit, errors });
  const skip = readCount(query, { name: '_skip', fallback: 0, max: maxSkip, errors });
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  const fields = query.get('_fields');
  const data = rows.slice(skip, skip + limit).map((row) => selectFields(render(row), fields));
  return { data, has_more: skip + limit < rows.length };
}

/** Reads the `_limit` of a cursor-paged list. */
export function readLimit(
  query: URLSearchParams,
  { fallback, max }: { fallback: number; max: number },
): number {
  const errors: Record<string, string> = {};
  const limit = readCount(query, { name: '_limit', fallback, max, errors });
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  return limit;
}

/** Sorts rows by `date_created`, newest first. */
export function newestFirst<T extends { date_created: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => compareText(b.date_created, a.date_created));
}

/** Compares two texts by code units, which sorts dates of one format by time. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface CountRule {
  name: string;
  fallback: number;
  max: number;
  errors: Record<string, string>;
}

function readCount(query: URLSearchParams, { name, fallback, max, errors }: CountRule): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^-?\d+$/.test(text)) {
    errors[name] = 'Input should be a valid integer, unable to parse string as an integer';
    return fallback;
  }
  const count = Number(text);
  if (count < 0) errors[name] = 'Input should be greater than or equal to 0';
  if (count > max) errors[name] = `Input should be less than or equal to ${max}`;
  return count;
}
