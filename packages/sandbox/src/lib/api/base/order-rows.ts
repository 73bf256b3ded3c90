import { compareAge } from '../../model/table.ts';
import type { Row, Table } from '../../model/table.ts';
import type { Compare } from '../../model/sorted-rows.ts';

/** Reads the value that rows are sorted by. */
export type SortValue<T> = (row: T) => string | number | null;

/** A value that rows are sorted by. The name includes the direction. */
interface SortKey<T> {
  readonly name: string;
  readonly read: SortValue<T>;
  readonly sign: number;
}

/** The rows of a list and their order. */
export interface RowOrder<T> {
  readonly query: URLSearchParams;
  /** The values that `_order_by` can name. */
  readonly fields: Readonly<Record<string, SortValue<T>>>;
  /** The version of another table that the values depend on. */
  readonly version?: number;
}

/**
 * The rows of a table in the order of `_order_by`: a comma list, `-` for descending. Rows without a value come
 * last, equal ones are sorted by age; the default is newest first. Unknown names are ignored. With a filter by
 * lead these are only the rows of those leads.
 */
export function orderedRows<T extends Row>(table: Table<T>, order: RowOrder<T>): Iterable<T> {
  const { query, fields, version = 0 } = order;
  const keys = readKeys(query.get('_order_by'), fields);
  const compareKeys = compareBy(keys);
  const compare: Compare<T> = (a, b) => compareKeys(a, b) || compareAge(a, b);
  const leadIds = query.get('lead_id') || query.get('lead_id__in');
  if (leadIds) return [...new Set(leadIds.split(','))].flatMap((id) => table.ofLead(id)).toSorted(compare);
  const name = keys.map((key) => key.name).join();
  return name === '' || name === '-date_created' ? table.newest() : table.sorted(`${name}@${version}`, compare);
}

/** Sorts rows by `_order_by`, as {@link orderedRows} does. Equal ones keep their order. */
export function orderRows<T>(
  rows: readonly T[],
  orderBy: string | null,
  fields: RowOrder<T>['fields'],
): T[] {
  return rows.toSorted(compareBy(readKeys(orderBy, fields)));
}

function readKeys<T>(orderBy: string | null, fields: RowOrder<T>['fields']): SortKey<T>[] {
  return (orderBy ?? '').split(',').flatMap((term) => {
    const name = term.replace('-', '').trim();
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const sign = term.trim().startsWith('-') ? -1 : 1;
    return read === undefined ? [] : [{ name: sign < 0 ? `-${name}` : name, read, sign }];
  });
}

function compareBy<T>(keys: readonly SortKey<T>[]): Compare<T> {
  return (a, b) => {
    for (const { read, sign } of keys) {
      const order = compareValues(read(a), read(b), sign);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Compares two values; missing ones come last in both directions. */
export function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * sign;
}
