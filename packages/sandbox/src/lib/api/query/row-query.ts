import type { OrganizationData } from '../../model/organization-data.ts';
import type { SortKey } from '../base/order-rows.ts';
import type { Field, RowTest } from './object-kind.ts';

/** A compiled query: a test of each row, and the order of the rows; without keys, newest first. */
export interface RowQuery {
  readonly test: RowTest;
  readonly order: readonly SortKey<object>[];
}

/** A key that reads a field. Of a list it reads the first value; letters sort without regard to case. */
export function sortKeyOf(
  name: string,
  field: Field,
  { sign, data }: { sign: 1 | -1; data: OrganizationData },
): SortKey<object> {
  return {
    name: field.member ?? name,
    sign,
    version: field.member === undefined ? versionOf(data) : undefined,
    read: (row) => {
      const [value] = [field.read(row, data)].flat();
      return typeof value === 'number' ? value : typeof value === 'string' ? value.toLowerCase() : null;
    },
  };
}

/** Changes with everything that a computed field can depend on. */
function versionOf(data: OrganizationData): number {
  const { leads, contacts, opportunities, tasks, activities, leadStatuses, opportunityStatuses } = data;
  const tables = [leads, contacts, opportunities, tasks, activities, leadStatuses, opportunityStatuses];
  return tables.reduce((version, table) => version + table.version, 0);
}
