import { closeTimestamp } from '../../model/close-timestamp.ts';
import { compareAge } from '../../model/table.ts';
import type { Row, Table } from '../../model/table.ts';
import type { Compare } from '../../model/sorted-rows.ts';
import { momentOf } from './list-page.ts';

export type SortValue<T> = { read(row: T): string | number | null }['read'];

export interface SortKey<T> {
  readonly name: string;
  readonly read: SortValue<T>;
  readonly sign: number;
  /** The version of what the value depends on beside the row. Without it, the value depends on the row alone. */
  readonly version?: number | undefined;
}

type SortKeys<T> = readonly SortKey<T>[];

export interface RowOrder<T> {
  readonly query: URLSearchParams;
  /** The values that `_order_by` can name. With `date_created`, the list filters by it, too. */
  readonly fields: Readonly<Record<string, SortValue<T>>>;
  /** The versions of the tables that some of the values depend on. */
  readonly versions?: Readonly<Record<string, number>>;
}

/**
 * The rows of a table in the order of `_order_by`: a comma list, `-` for descending. Rows without a value come
 * last, equal ones are sorted by age; the default is newest first. Unknown names are ignored. With a filter by
 * lead these are only the rows of those leads.
 */
export function orderedRows<T extends Row>(table: Table<T>, order: RowOrder<T>): Iterable<T> {
  const { query, fields } = order;
  const keys = readKeys(order);
  const leadIds = query.get('lead_id') || query.get('lead_id__in');
  if (leadIds) {
    const rows = [...new Set(leadIds.split(','))].flatMap((id) => table.ofLead(id));
    return shuffleTies(table, keys, rows.toSorted(compareAge).toSorted(compareBy(keys)));
  }
  const since = Object.hasOwn(fields, 'date_created') ? sinceOf(query) : '';
  return sortedRows(table, keys, since);
}

/**
 * The rows of a table in the order of some keys, equal ones newest first. The order is kept for the next reader, if
 * it depends on more than the rows only until something changes. Without keys, older rows than `since` can be left
 * out.
 */
export function sortedRows<T extends Row>(table: Table<T>, keys: SortKeys<T>, since = ''): Iterable<T> {
  const name = keys.map((key) => (key.sign < 0 ? `-${key.name}` : key.name)).join();
  if (name === '' || name === '-date_created') return shuffleTies(table, [], table.newest(since));
  const versions = keys.flatMap((key) => key.version ?? []);
  const isOwn = versions.length === 0;
  const compareKeys = compareBy(isOwn ? keys : keys.map(readOnce));
  const rows = table.sorted(
    isOwn ? name : `${name}@${[table.version, ...versions].join()}`,
    (a, b) => compareKeys(a, b) || compareAge(a, b),
  );
  return shuffleTies(table, keys, rows);
}

/** Shuffles rows with equal keys, or without keys of equal age, if the ties of the table are unstable. */
function shuffleTies<T extends Row>({ ties }: Table<T>, keys: SortKeys<T>, rows: Iterable<T>): Iterable<T> {
  if (ties === undefined) return rows;
  const compare = keys.length === 0 ? compareAge : compareBy(keys);
  return Array.from(rows, (row) => ({ row, place: ties.next() }))
    .toSorted((a, b) => compare(a.row, b.row) || a.place - b.place)
    .map(({ row }) => row);
}

function readOnce<T extends object>(key: SortKey<T>): SortKey<T> {
  const values = new Map<T, ReturnType<SortValue<T>>>();
  return {
    ...key,
    read: (row) => {
      const value = values.get(row) ?? key.read(row);
      values.set(row, value);
      return value;
    },
  };
}

/** The time from which on rows pass the filters by `date_created`. */
function sinceOf(query: URLSearchParams): string {
  const text = query.get('date_created__gte') ?? query.get('date_created__gt') ?? '';
  const moment = momentOf(text.replace(' ', '+'));
  return Number.isNaN(moment) ? '' : closeTimestamp(moment);
}

/** Sorts rows by `_order_by`, as {@link orderedRows} does. Equal ones keep their order. */
export function orderRows<T>(rows: readonly T[], order: RowOrder<T>): T[] {
  return rows.toSorted(compareBy(readKeys(order)));
}

function readKeys<T>({ query, fields, versions = {} }: RowOrder<T>): SortKey<T>[] {
  return (query.get('_order_by') ?? '').split(',').flatMap((term) => {
    const name = term.replace('-', '').trim();
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const sign = term.trim().startsWith('-') ? -1 : 1;
    return read === undefined ? [] : [{ name, read, sign, version: versions[name] }];
  });
}

/** Rows without a value come last in both directions. */
function compareBy<T>(keys: SortKeys<T>): Compare<T> {
  return (a, b) => {
    for (const { read, sign } of keys) {
      const [x, y] = [read(a), read(b)];
      if (x === y) continue;
      if (x === null || y === null) return x === null ? 1 : -1;
      return x < y ? -sign : sign;
    }
    return 0;
  };
}
