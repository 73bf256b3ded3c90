import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('/contact/', () => {
  it('creates a lead for a contact without one', async () => {
    const { call } = openApi();
    const { json: contact } = await call('POST', '/contact/', { name: 'Ada' });
    expect((await call('GET', `/lead/${contact.lead_id}/`)).json).toMatchObject({
      contact_ids: [contact.id],
    });
  });

  it('replaces whole lists', async () => {
    const { call } = openApi();
    const emails = [{ email: 'a@example.com', type: 'office' }];
    const { json: contact } = await call('POST', '/contact/', { name: 'Ada', emails });
    const changed = await call('PUT', `/contact/${contact.id}/`, {
      emails: [{ email: 'b@example.com', type: 'home' }],
    });
    expect(changed.json).toMatchObject({ name: 'Ada', emails: [{ email: 'b@example.com', type: 'home' }] });
  });

  it('refuses unknown fields and wrong values in one response', async () => {
    const { call } = openApi();
    const { json } = await call('POST', '/contact/', { nickname: 'A', name: 1 });
    expect(json['field-errors']).toEqual({
      nickname: 'Extra inputs are not permitted',
      name: 'Input should be a valid string',
    });
  });

  it('lists the contacts of a lead', async () => {
    const { call } = openApi();
    const [lead] = (await call('GET', '/lead/?_limit=1')).json.data;
    const { json } = await call('GET', `/contact/?lead_id=${lead.id}&_fields=id`);
    expect(json.data.map(({ id }: { id: string }) => id).toSorted()).toEqual(lead.contact_ids.toSorted());
  });
});

describe('/opportunity/', () => {
  it('filters by status type and totals the matches', async () => {
    const { call } = openApi();
    const all = (await call('GET', '/opportunity/?_limit=200')).json;
    const won = (await call('GET', '/opportunity/?status_type=won')).json;
    expect(won.data.every((row: { status_type: string }) => row.status_type === 'won')).toBe(true);
    expect(won.total_results).toBeLessThan(all.total_results);
    const sum = won.data
      .filter((row: { value_period: string }) => row.value_period === 'one_time')
      .reduce((total: number, row: { value: number }) => total + row.value, 0);
    expect(won.total_value_one_time).toBe(sum);
  });

  it('computes yearly and expected values in cents', async () => {
    const { call } = openApi();
    const { json } = await call('POST', '/opportunity/', {
      value: 123_456,
      value_period: 'monthly',
      confidence: 25,
    });
    expect(json).toMatchObject({
      value_formatted: '$1,234.56 monthly',
      annualized_value: 1_481_472,
      expected_value: 30_864,
    });
  });

  it('sets the date of a win and logs the status change', async () => {
    const { call } = openApi();
    const { json: opportunity } = await call('POST', '/opportunity/', { value: 100 });
    const { json: won } = await call('PUT', `/opportunity/${opportunity.id}/`, { status: 'Won' });
    expect(won).toMatchObject({ status_type: 'won', date_won: '2026-11-23' });
    const { json: log } = await call('GET', `/activity/?lead_id=${opportunity.lead_id}`);
    expect(log.data).toMatchObject([
      { _type: 'OpportunityStatusChange', opportunity_id: opportunity.id, new_status_label: 'Won' },
    ]);
  });

  it('sorts by value, descending', async () => {
    const { call } = openApi();
    const { json } = await call('GET', '/opportunity/?_order_by=-value&_fields=value');
    const values = json.data.map(({ value }: { value: number }) => value);
    expect(values).toEqual(values.toSorted((a: number, b: number) => b - a));
  });
});

describe('/task/', () => {
  it('filters by completion, assignee and view', async () => {
    const { call } = openApi();
    const { json } = await call('GET', '/task/?is_complete=false&view=future');
    expect(json.data.length).toBeGreaterThan(0);
    for (const task of json.data) expect(task).toMatchObject({ is_complete: false, view: 'future' });
    const { assigned_to } = json.data[0];
    const { json: own } = await call('GET', `/task/?assigned_to=${assigned_to}`);
    expect(new Set(own.data.map((task: { assigned_to: string }) => task.assigned_to))).toEqual(
      new Set([assigned_to]),
    );
  });

  it('updates several tasks at once and logs their completion', async () => {
    const { call } = openApi();
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    const { json: task } = await call('POST', '/task/', {
      _type: 'lead',
      lead_id: lead.id,
      text: 'Call',
    });
    expect((await call('GET', `/lead/${lead.id}/`)).json.tasks).toHaveLength(1);
    await call('PUT', `/task/?lead_id=${lead.id}`, { is_complete: true });
    expect((await call('GET', `/task/${task.id}/`)).json).toMatchObject({
      is_complete: true,
      view: 'archive',
    });
    expect((await call('GET', `/lead/${lead.id}/`)).json.tasks).toEqual([]);
    const { json: log } = await call('GET', `/activity/?lead_id=${lead.id}&_type=TaskCompleted`);
    expect(log.data).toMatchObject([{ task_id: task.id, task_text: 'Call' }]);
  });

  it('requires a lead', async () => {
    const { json } = await openApi().call('POST', '/task/', { _type: 'lead', text: 'Call' });
    expect(json['field-errors']).toEqual({ lead_id: 'Field required' });
  });
});

describe('/activity/', () => {
  it('accepts a note as text or HTML and lists it first in the timeline', async () => {
    const { call } = openApi();
    const [lead] = (await call('GET', '/lead/?_limit=1')).json.data;
    const { json: note } = await call('POST', '/activity/note/', { lead_id: lead.id, note: 'a < b' });
    expect(note).toMatchObject({ _type: 'Note', note: 'a < b', note_html: '<body><p>a &lt; b</p></body>' });
    const { json: timeline } = await call('GET', `/activity/?lead_id=${lead.id}`);
    expect(timeline.data[0].id).toBe(note.id);
    const { json: changed } = await call('PUT', `/activity/note/${note.id}/`, {
      note_html: '<p>c</p>',
      note: 'd',
    });
    expect(changed).toMatchObject({ note: 'c', note_html: '<body><p>c</p></body>' });
    await call('DELETE', `/activity/note/${note.id}/`);
    expect((await call('GET', `/activity/note/${note.id}/`)).status).toBe(404);
  });

  it('filters by type and by time', async () => {
    const { call } = openApi();
    const { json } = await call('GET', '/activity/?_type__in=Call,Email&date_created__gte=2026-06-01');
    expect(json.data.length).toBeGreaterThan(0);
    for (const row of json.data) {
      expect(['Call', 'Email']).toContain(row['_type']);
      expect(row.date_created >= '2026-06-01').toBe(true);
    }
  });
});

describe('statuses and pipelines', () => {
  it('cannot be deleted while they are in use', async () => {
    const { call } = openApi();
    const [status] = (await call('GET', '/status/lead/')).json.data;
    expect(await call('DELETE', `/status/lead/${status.id}/`)).toMatchObject({ status: 400 });
    const [pipeline] = (await call('GET', '/pipeline/')).json.data;
    expect(await call('DELETE', `/pipeline/${pipeline.id}/`)).toMatchObject({ status: 400 });
  });

  it('apply a new label to their leads', async () => {
    const { call } = openApi();
    const { json: lead } = await call('POST', '/lead/', {});
    await call('PUT', `/status/lead/${lead.status_id}/`, { label: 'Fresh' });
    expect((await call('GET', `/lead/${lead.id}/`)).json.status_label).toBe('Fresh');
  });

  it('are the stages of a pipeline, in order', async () => {
    const { call } = openApi();
    const created = await call('POST', '/pipeline/', {
      name: 'New',
      statuses: [{ label: 'One', type: 'active' }],
    });
    expect(created).toMatchObject({ status: 201, json: { statuses: [{ label: 'One' }] } });
    const [first] = created.json.statuses;
    const { json } = await call('PUT', `/pipeline/${created.json.id}/`, {
      statuses: [
        { label: 'Zero', type: 'active' },
        { id: first.id, label: 'First' },
      ],
    });
    expect(json.statuses.map(({ label }: { label: string }) => label)).toEqual(['Zero', 'First']);
  });
});
