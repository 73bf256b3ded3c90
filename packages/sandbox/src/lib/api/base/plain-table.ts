import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { Table } from '../../model/table.ts';

/** A table of plain rows that no resource serves, created on first use. */
export function plainTable({ resources }: OrganizationData, name: string): Table<PlainRow> {
  const table = resources.get(name) ?? new Table<PlainRow>();
  resources.set(name, table);
  return table;
}
