import type { OrganizationData } from '../../model/organization-data.ts';
import { compareText } from '../base/list-page.ts';
import { compareValues } from '../base/order-rows.ts';
import { memberOf } from './object-kind.ts';
import type { Field, RowTest } from './object-kind.ts';

/** A key that rows are sorted by. */
export interface SortKey {
  /** The name of the field. */
  readonly name: string;
  readonly sign: 1 | -1;
  read(row: object): string | number | null;
}

/** A compiled query: a test of each row, and the order of the rows; without keys, newest first. */
export interface RowQuery {
  readonly test: RowTest;
  readonly order: readonly SortKey[];
}

/** A key that reads a field. Of a list it reads the first value; letters sort without regard to case. */
export function sortKeyOf(
  name: string,
  field: Field,
  { sign, data }: { sign: 1 | -1; data: OrganizationData },
): SortKey {
  return {
    name,
    sign,
    read: (row) => {
      const [value] = [field.read(row, data)].flat();
      return typeof value === 'number' ? value : typeof value === 'string' ? value.toLowerCase() : null;
    },
  };
}

/** Sorts rows by keys, and equal ones newest first. */
export function sortRows<T extends object>(rows: readonly T[], order: readonly SortKey[]): T[] {
  const keyed = rows.map((row) => ({
    row,
    keys: order.map((key) => key.read(row)),
    created: textOf(memberOf(row, 'date_created')),
  }));
  keyed.sort((a, b) => {
    for (const [place, { sign }] of order.entries()) {
      const difference = compareValues(a.keys[place] ?? null, b.keys[place] ?? null, sign);
      if (difference !== 0) return difference;
    }
    return compareText(b.created, a.created);
  });
  return keyed.map(({ row }) => row);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
