import { describe, expect, it } from 'vitest';
import { Table } from './table.ts';

function filled() {
  const table = new Table<{ id: string; lead_id: string; text: string }>();
  const first = table.add({ id: '1', lead_id: 'a', text: 'x' });
  const second = table.add({ id: '2', lead_id: 'a', text: 'y' });
  return { table, first, second };
}

describe('Table', () => {
  it('keeps the insertion order through changes', () => {
    const { table, first, second } = filled();
    table.update(first, { text: 'z' });
    expect(table.all()).toEqual([first, second]);
    expect(table.ofLead('a')).toEqual([{ id: '1', lead_id: 'a', text: 'z' }, second]);
  });

  it('moves a row to another lead', () => {
    const { table, first, second } = filled();
    table.update(first, { lead_id: 'b' });
    expect([table.ofLead('a'), table.ofLead('b')]).toEqual([[second], [first]]);
  });

  it('removes a row from all indexes', () => {
    const { table, first, second } = filled();
    table.remove(first);
    expect([table.get('1'), table.all(), table.ofLead('a')]).toEqual([undefined, [second], [second]]);
  });
});
