import { describe, expect, it } from 'vitest';
import type { ContactRow, OpportunityRow, TaskRow } from '../../model/rows/record-rows.ts';
import { Table } from '../../model/table.ts';
import type { Row } from '../../model/table.ts';
import { createWorld } from '../../seed/create-world.ts';
import { readFields } from '../base/list-page.ts';
import { renderLead } from './records.ts';

/** A table whose rows must not be read. */
class SealedTable<T extends Row> extends Table<T> {
  override ofLead(): never {
    throw new Error('The records of the lead were looked at.');
  }
}

function seeded() {
  const [data] = createWorld({ seed: 1, leads: 3, now: Date.UTC(2026, 10, 23) }).organizations;
  const [lead] = data?.leads.all() ?? [];
  if (data === undefined || lead === undefined) throw new Error('The world has no lead.');
  const sealed = {
    ...data,
    contacts: new SealedTable<ContactRow>(),
    opportunities: new SealedTable<OpportunityRow>(),
    tasks: new SealedTable<TaskRow>(),
  };
  return { data, lead, sealed };
}

describe('renderLead', () => {
  it('computes nothing of the members that are not wanted', () => {
    const { lead, sealed } = seeded();
    const isWanted = readFields('id,status_label,date_created');
    expect(Object.keys(renderLead(sealed, lead, { today: '2026-11-23', isWanted }))).toEqual([
      'id',
      'status_label',
      'date_created',
    ]);
    expect(() => renderLead(sealed, lead, { today: '2026-11-23' })).toThrow('looked at');
  });

  it('renders a wanted member as it does among all members', () => {
    const { data, lead } = seeded();
    const whole = Object.entries(renderLead(data, lead, { today: '2026-11-23' }));
    expect(whole.length).toBeGreaterThan(25);
    const single = whole.map(([name]) =>
      renderLead(data, lead, { today: '2026-11-23', isWanted: readFields(name) }),
    );
    expect(single).toEqual(whole.map(([name, value]) => ({ [name]: value })));
  });
});
