import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

type Row = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- tests inspect any row

async function all({ call }: ReturnType<typeof openApi>, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const { json } = await call('GET', `${path}_limit=200&_skip=${rows.length}`);
    rows.push(...json.data);
    if (json.has_more !== true) return rows;
  }
}

function valuesOf(rows: readonly Row[], name: string): string[] {
  return [...new Set(rows.map((row) => String(row[name])))].toSorted();
}

describe('seeded opportunities', () => {
  it('fill every stage, thinner towards the end, and belong to several people', async () => {
    const rows = await all(openApi({ leads: 800 }), '/opportunity/?');
    const count = (label: string): number => rows.filter((row) => row['status_label'] === label).length;
    expect(count('Discovery')).toBeGreaterThan(count('Proposal'));
    expect(count('Proposal')).toBeGreaterThan(count('Negotiation'));
    expect(Math.min(count('Negotiation'), count('Won'), count('Lost'), count('Upcoming'))).toBeGreaterThan(5);
    expect(valuesOf(rows, 'user_name')).toHaveLength(5);
    expect(valuesOf(rows, 'value_period')).toEqual(['annual', 'monthly', 'one_time']);
  });

  it('are won over many months, and expected over the next ones', async () => {
    const rows = await all(openApi({ leads: 800 }), '/opportunity/?');
    const months = (type: string): string[] =>
      valuesOf(
        rows
          .filter((row) => row['status_type'] === type && row['date_won'] !== null)
          .map((row) => ({ month: row['date_won'].slice(0, 7) })),
        'month',
      );
    expect(months('won').length).toBeGreaterThan(12);
    expect(months('won').at(-1)).toBe('2026-11');
    expect(months('active').filter((month) => month > '2026-11').length).toBeGreaterThan(2);
    const active = rows.filter((row) => row['status_type'] === 'active').map((row) => row['confidence']);
    expect([Math.min(...active) >= 10, Math.max(...active) <= 90]).toEqual([true, true]);
  });

  it('turn leads into customers', async () => {
    const leads = await all(openApi({ leads: 200 }), '/lead/?');
    const winners = leads.filter((lead) =>
      lead['opportunities'].some((row: Row) => row['status_type'] === 'won'),
    );
    const customers = winners.filter((lead) => lead['status_label'] === 'Customer');
    expect(customers.length / winners.length).toBeGreaterThan(0.7);
  });
});

describe('seeded leads', () => {
  it('include odd ones that test a layout', async () => {
    const leads = await all(openApi({ leads: 80 }), '/lead/?');
    const names = leads.map((lead) => String(lead['display_name']));
    expect(Math.max(...names.map((name) => name.length))).toBeGreaterThan(100);
    expect(Math.min(...names.map((name) => name.length))).toBe(1);
    expect(names.some((name) => /[\u0590-\u06ff]{4}/.test(name))).toBe(true);
    expect(names.some((name) => /[\u3040-\u30ff\u4e00-\u9fff]{4}/.test(name))).toBe(true);
    expect(names).toContain('<b>Bold</b> & "Quoted" Bakery');
    expect(leads.some((lead) => lead['contacts'].length === 0)).toBe(true);
    expect(leads.some((lead) => lead['contacts'].length > 10)).toBe(true);
    expect(leads.some((lead) => lead['name'] === null && lead['display_name'] !== 'Untitled')).toBe(true);
    expect(Math.max(...leads.map((lead) => String(lead['description']).length))).toBeGreaterThan(1000);
  });

  it('keep the newest ones plain', async () => {
    const { json } = await openApi({ leads: 80 }).call('GET', '/lead/?_limit=6');
    for (const lead of json.data)
      expect([lead.display_name.length < 40, lead.contacts.length > 0]).toEqual([true, true]);
  });

  it('are found by status with both query languages', async () => {
    const api = openApi({ leads: 200 });
    const { json: statuses } = await api.call('GET', '/status/lead/');
    const { id, label } = statuses.data[2];
    const { json: byText } = await api.call('GET', `/lead/?query=status:"${label}"&_limit=200`);
    const { json: bySearch } = await api.call('POST', '/data/search/', {
      query: {
        type: 'field_condition',
        field: { type: 'regular_field', object_type: 'lead', field_name: 'status_id' },
        condition: { type: 'reference', reference_type: 'status.lead', object_ids: [id] },
      },
      _limit: 200,
      _fields: { lead: ['id'] },
    });
    expect(byText.data.length).toBeGreaterThan(10);
    expect(bySearch.data.map((row: Row) => row['id']).toSorted()).toEqual(
      byText.data.map((row: Row) => row['id']).toSorted(),
    );
  });
});

describe('seeded tasks', () => {
  it('are open and completed, overdue and upcoming, of several people', async () => {
    const api = openApi({ leads: 200 });
    const tasks = await all(api, '/task/?_type=all&');
    expect(valuesOf(tasks, 'view')).toEqual(['archive', 'future', 'inbox']);
    expect(valuesOf(tasks, '_type')).toEqual(['lead', 'outgoing_call']);
    expect(valuesOf(tasks, 'assigned_to_name').length).toBeGreaterThan(3);
    expect(valuesOf(tasks, 'is_dateless')).toEqual(['false', 'true']);
    const late = tasks.filter((task) => !task['is_complete'] && task['date'] < '2026-11-23');
    expect(late.length).toBeGreaterThan(3);
    const { json } = await api.call('GET', '/task/?is_complete=false&due_date__gte=2026-12-01');
    for (const task of json.data) expect(task.due_date >= '2026-12-01').toBe(true);
  });
});

describe('seeded timelines', () => {
  it('contain every kind of activity in order, and none after the day of creation', async () => {
    const api = openApi({ leads: 200 });
    const rows = await all(api, '/activity/?');
    expect(valuesOf(rows, '_type')).toEqual([
      'Call',
      'Created',
      'Email',
      'FormSubmission',
      'ImportUpdate',
      'LeadStatusChange',
      'Meeting',
      'Note',
      'OpportunityStatusChange',
      'SMS',
      'TaskCompleted',
    ]);
    expect(rows.filter((row) => row['activity_at'] > '2026-11-23T00:00')).toEqual([]);
    const { json: leads } = await api.call('GET', '/lead/?_limit=1&_skip=100');
    const { json: timeline } = await api.call('GET', `/activity/?lead_id=${leads.data[0].id}`);
    expect(timeline.data.at(-1)['_type']).toBe('Created');
    expect(timeline.data.length).toBeGreaterThan(2);
  });

  it('do not depend on changes made before the first read', async () => {
    const [first, second] = [openApi(), openApi()];
    const { json: leads } = await first.call('GET', '/lead/');
    const lead = leads.data.find((row: Row) => row['opportunities'].length > 0);
    const path = `/activity/?lead_id=${lead.id}`;
    const { json: before } = await second.call('GET', path);
    await first.call('PUT', `/opportunity/${lead.opportunities[0].id}/`, { status: 'Renewed' });
    await first.call('PUT', `/lead/${lead.id}/`, { status: 'Canceled' });
    const { json: after } = await first.call('GET', path);
    const past = after.data.filter((row: Row) => row['date_created'] < '2026-11-23');
    expect(past).toEqual(before.data);
  });
});
