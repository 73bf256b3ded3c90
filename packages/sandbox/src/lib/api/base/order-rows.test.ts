import { describe, expect, it } from 'vitest';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import { Table } from '../../model/table.ts';
import { orderedRows } from './order-rows.ts';

interface Deal {
  readonly id: string;
  lead_id: string;
  value: number | null;
  owner: string;
  readonly date_created: string;
}

function filled() {
  const table = new Table<Deal>();
  const names = new Map([
    ['u1', 'Zoe'],
    ['u2', 'Amara'],
  ]);
  for (const [id, value, owner] of [
    ['a', 3, 'u1'],
    ['b', null, 'u2'],
    ['c', 7, 'u1'],
    ['d', 3, 'u2'],
  ] as const) {
    const date_created = closeTimestamp(Date.UTC(2026, 0, id.charCodeAt(0) - 90));
    table.add({ id, lead_id: value === 7 ? 'l2' : 'l1', value, owner, date_created });
  }
  let version = 0;
  const ids = (query: string): string[] => {
    const rows = orderedRows(table, {
      query: new URLSearchParams(query),
      fields: {
        value: (row) => row.value,
        owner_name: (row) => names.get(row.owner) ?? null,
        date_created: (row) => row.date_created,
      },
      versions: { owner_name: version },
    });
    return [...rows].map(({ id }) => id);
  };
  const rename = (owner: string, name: string): void => {
    names.set(owner, name);
    version += 1;
  };
  return { table, ids, rename };
}

describe('orderedRows', () => {
  it('reads the newest rows first by default', () => {
    const { ids } = filled();
    expect(ids('')).toEqual(['d', 'c', 'b', 'a']);
    expect(ids('_order_by=colour')).toEqual(['d', 'c', 'b', 'a']);
    expect(ids('_order_by=date_created')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('reads equal rows newest first, and rows without a value last', () => {
    const { ids } = filled();
    expect(ids('_order_by=value')).toEqual(['d', 'a', 'c', 'b']);
    expect(ids('_order_by=-value')).toEqual(['c', 'd', 'a', 'b']);
  });

  it('follows changes of the rows and of what they name', () => {
    const { table, ids, rename } = filled();
    expect(ids('_order_by=owner_name,-value')).toEqual(['d', 'b', 'c', 'a']);
    rename('u2', 'Zz');
    expect(ids('_order_by=owner_name,-value')).toEqual(['c', 'a', 'd', 'b']);
    const row = table.get('d');
    if (row !== undefined) table.update(row, { owner: 'u1', value: 9 });
    expect(ids('_order_by=owner_name,-value')).toEqual(['d', 'c', 'a', 'b']);
    expect(ids('_order_by=-value')).toEqual(['d', 'c', 'a', 'b']);
  });

  it('looks only at the leads that a filter names', () => {
    const { ids } = filled();
    expect(ids('lead_id=l2')).toEqual(['c']);
    expect(ids('lead_id__in=l1,l1&_order_by=value')).toEqual(['d', 'a', 'b']);
  });

  it('leaves out rows that are too old for a filter', () => {
    const { ids } = filled();
    expect(ids('date_created__gte=2026-01-09')).toEqual(['d', 'c']);
    expect(ids('date_created__gt=never')).toEqual(['d', 'c', 'b', 'a']);
  });
});
