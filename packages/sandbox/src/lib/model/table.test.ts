import { describe, expect, it } from 'vitest';
import { compareText } from './sorted-rows.ts';
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

  it('keeps an order through changes', () => {
    const { table, first, second } = filled();
    const byText = () => table.sorted('text', (a, b) => compareText(a.text, b.text));
    expect(byText()).toEqual([first, second]);
    table.update(first, { text: 'z' });
    expect(byText()).toEqual([second, first]);
    const third = table.add({ id: '3', lead_id: 'b', text: 'y' });
    expect(byText()).toEqual([second, third, first]);
    table.remove(second);
    expect(byText()).toEqual([third, first]);
  });

  it('forgets its orders when all rows are amended', () => {
    const { table, first, second } = filled();
    const byText = () => table.sorted('text', (a, b) => compareText(a.text, b.text));
    expect(byText()).toEqual([first, second]);
    table.amendAll((row) => {
      row.text = row === first ? 'z' : 'a';
    });
    expect(byText()).toEqual([second, first]);
  });

  it('keeps the dozen orders that were read last', () => {
    const { table } = filled();
    let compared = 0;
    const read = (name: number) => {
      table.sorted(String(name), () => {
        compared += 1;
        return 0;
      });
    };
    for (let name = 0; name < 12; name += 1) read(name);
    read(0);
    expect(compared).toBe(12);
    read(12);
    read(0);
    expect(compared).toBe(13);
    read(1);
    expect(compared).toBe(14);
  });

  it('reads the newest rows first, equal ones in insertion order', () => {
    const table = new Table<{ id: string; date_created: string }>();
    const rows = ['2026-01-01', '2026-03-01', '2026-02-01', '2026-03-01'].map((date_created, index) =>
      table.add({ id: String(index), date_created }),
    );
    expect([...table.newest()]).toEqual([rows[1], rows[3], rows[2], rows[0]]);
  });

  it('counts its changes', () => {
    const { table, first } = filled();
    const before = table.version;
    table.update(first, { text: 'z' });
    table.remove(first);
    expect(table.version).toBe(before + 2);
  });

  it('counts the changes of each lead', () => {
    const { table, first } = filled();
    const versions = () => ['a', 'b'].map((lead) => table.versionOf(lead));
    const [before = 0] = versions();
    table.seed({ id: '3', lead_id: 'b', text: 'x' }, 1);
    expect(versions()).toEqual([before, 0]);
    table.update(first, { text: 'z' });
    expect(versions()).toEqual([before + 1, 0]);
    table.update(first, { lead_id: 'b' });
    expect(versions()).toEqual([before + 2, 1]);
    table.amendAll(() => {});
    expect(versions()).toEqual([before + 3, 2]);
  });
});
