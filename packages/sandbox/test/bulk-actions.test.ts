import { describe, expect, it } from 'vitest';
import { bulkActionRoutes } from '../src/lib/api/jobs/run-jobs.ts';
import { openApi, openWithKey } from './open-api.ts';
import { openContract, operationsOf } from './open-contract.ts';

type Api = ReturnType<typeof openApi>;

const everyLead = { type: 'object_type', object_type: 'lead' };

async function totalOf({ call }: Pick<Api, 'call'>, query = ''): Promise<number> {
  return (await call('GET', `/lead/?_limit=1&query=${encodeURIComponent(query)}`)).json.total_results;
}

async function statusNamed({ call }: Api, label: string): Promise<string> {
  const { json } = await call('GET', '/status/lead/');
  return json.data.find((status: { label: string }) => status.label === label).id;
}

/** Leads with a status, as a query of the search grammar. */
function withStatus(id: string): object {
  return {
    type: 'and',
    queries: [
      everyLead,
      {
        type: 'field_condition',
        field: { type: 'regular_field', object_type: 'lead', field_name: 'status_id' },
        condition: { type: 'reference', reference_type: 'status.lead', object_ids: [id] },
      },
    ],
  };
}

async function leadsOf({ call }: Api) {
  return (await call('GET', '/lead/?_fields=id,status_id,date_updated')).json.data;
}

async function eventsOf({ call }: Api) {
  const { json } = await call('GET', '/event/');
  return json.data.map((event: Record<string, unknown>) => [
    event['object_type'],
    event['action'],
    event['date_created'],
  ]);
}

async function run(api: Api, kind: string, body: object) {
  const { json } = await api.call('POST', `/bulk_action/${kind}/`, body);
  api.sandbox.clock.advance(60_000);
  return (await api.call('GET', `/bulk_action/${kind}/${json.id}/`)).json;
}

describe('a bulk action', () => {
  it('goes through its statuses on the clock of the sandbox, and counts what it does', async () => {
    const api = openApi({ leads: 40 });
    const lead_status_id = await statusNamed(api, 'Canceled');
    const { json: job } = await api.call('POST', '/bulk_action/edit/', {
      type: 'set_lead_status',
      lead_status_id,
    });
    expect([job.status, job.n_leads, job.n_leads_processed]).toEqual(['created', null, 0]);
    const seen = [];
    for (const ms of [800, 1000, 80, 2000]) {
      api.sandbox.clock.advance(ms);
      const { json } = await api.call('GET', `/bulk_action/edit/${job.id}/`);
      seen.push([
        json.status,
        json.n_leads,
        json.n_leads_processed,
        json.n_objects,
        json.n_objects_processed,
      ]);
    }
    expect(seen).toEqual([
      ['loading', null, 0, null, 0],
      ['processing', 40, 0, 40, 0],
      ['processing', 40, 20, 40, 20],
      ['done', 40, 40, 40, 40],
    ]);
    expect(await totalOf(api, 'status:"Canceled"')).toBe(40);
  });

  it('does the same at the same times, however often it is polled', async () => {
    const [polled, left] = [openApi({ leads: 12 }), openApi({ leads: 12 })];
    const body = { type: 'set_lead_status', lead_status_id: await statusNamed(polled, 'Canceled') };
    const { json: job } = await polled.call('POST', '/bulk_action/edit/', body);
    for (let ms = 0; ms < 5000; ms += 100) {
      polled.sandbox.clock.advance(100);
      await polled.call('GET', `/bulk_action/edit/${job.id}/`);
    }
    await left.call('POST', '/bulk_action/edit/', body);
    left.sandbox.clock.advance(5000);
    expect(await leadsOf(left)).toEqual(await leadsOf(polled));
    expect(await eventsOf(left)).toEqual(await eventsOf(polled));
  });

  it('is in the events of its own kind, and in the meta data of the events it causes', async () => {
    const api = openApi({ leads: 1 });
    const job = await run(api, 'edit', {
      type: 'set_lead_status',
      lead_status_id: await statusNamed(api, 'Canceled'),
    });
    const { json } = await api.call('GET', '/event/');
    const events = json.data.toReversed();
    expect(
      events.map((event: Record<string, string>) => `${event['object_type']} ${event['action']}`),
    ).toEqual([
      'bulk_action.edit created',
      'bulk_action.edit updated',
      'bulk_action.edit updated',
      'lead updated',
      'activity.lead_status_change created',
      'bulk_action.edit completed',
    ]);
    expect(events[3].meta).toEqual({ bulk_action_id: job.id });
    expect(events[5].data).toMatchObject({ id: job.id, status: 'done', n_leads_processed: 1 });
  });

  it('is delivered to webhooks when the clock advances, without another request', async () => {
    const api = openApi({ leads: 3 });
    api.sandbox.subscribe({
      url: 'https://app.example/hook',
      events: [{ object_type: 'lead', action: 'deleted' }],
    });
    await api.call('POST', '/bulk_action/delete/', { s_query: everyLead });
    expect(api.sandbox.deliveries).toHaveLength(0);
    api.sandbox.clock.advance(10_000);
    expect(api.sandbox.deliveries).toHaveLength(3);
  });

  it('stops at a reset', async () => {
    const api = openApi({ leads: 3 });
    await api.call('POST', '/bulk_action/delete/', { s_query: everyLead });
    api.sandbox.reset();
    api.sandbox.clock.advance(60_000);
    const { accessToken } = api.sandbox.connect();
    const response = await api.sandbox.fetch(`${api.sandbox.origin}/api/v1/lead/`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect((await response.json()).total_results).toBe(3);
  });

  it('pauses, and resumes within seven days', async () => {
    const api = openWithKey({ leads: 40 });
    const { json: job } = await api.call('POST', '/bulk_action/delete/', { s_query: everyLead });
    const put = (status: string) => api.call('PUT', `/bulk_action/delete/${job.id}/`, { status });
    api.sandbox.clock.advance(1800 + 80);
    expect((await put('paused')).json).toMatchObject({ status: 'paused', n_leads_processed: 20 });
    expect((await put('paused')).status).toBe(400);
    api.sandbox.clock.advance(6 * 86_400_000);
    expect(await totalOf(api)).toBe(20);
    expect((await put('resuming')).json.status).toBe('resuming');
    api.sandbox.clock.advance(10_000);
    expect((await api.call('GET', `/bulk_action/delete/${job.id}/`)).json.status).toBe('done');
    expect(await totalOf(api)).toBe(0);
    expect((await put('paused')).status).toBe(400);
    const { json: events } = await api.call(
      'GET',
      `/event/?object_type=bulk_action.delete&object_id=${job.id}`,
    );
    expect(events.data.map(({ action }: { action: string }) => action).toReversed()).toEqual([
      'created',
      'updated',
      'updated',
      'paused',
      'updated',
      'updated',
      'completed',
    ]);
  });

  it('cannot resume after seven days', async () => {
    const api = openWithKey({ leads: 2 });
    const { json: job } = await api.call('POST', '/bulk_action/delete/', {});
    await api.call('PUT', `/bulk_action/delete/${job.id}/`, { status: 'paused' });
    api.sandbox.clock.advance(8 * 86_400_000);
    const { status } = await api.call('PUT', `/bulk_action/delete/${job.id}/`, { status: 'resuming' });
    expect([status, await totalOf(api)]).toEqual([400, 2]);
  });

  it('is listed with its kind, newest first', async () => {
    const api = openApi({ leads: 0 });
    const { json: first } = await api.call('POST', '/bulk_action/delete/', {});
    api.sandbox.clock.advance(1000);
    const { json: second } = await api.call('POST', '/bulk_action/delete/', {});
    const { json: list } = await api.call('GET', '/bulk_action/delete/');
    expect(list.data.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect((await api.call('GET', '/bulk_action/edit/')).json.data).toEqual([]);
    expect((await api.call('GET', `/bulk_action/edit/${first.id}/`)).status).toBe(404);
  });

  it('ends with an error when what it needs is gone', async () => {
    const api = openApi({ leads: 2 });
    const { json: status } = await api.call('POST', '/status/lead/', { label: 'Short-lived' });
    const body = { type: 'set_lead_status', lead_status_id: status.id };
    const { json: job } = await api.call('POST', '/bulk_action/edit/', body);
    await api.call('DELETE', `/status/lead/${status.id}/`);
    api.sandbox.clock.advance(60_000);
    const { json } = await api.call('GET', `/bulk_action/edit/${job.id}/`);
    expect([json.status, json.n_leads_processed]).toEqual(['error', 0]);
  });
});

describe('bulk edits and deletes', () => {
  it('work on the leads that the query selects, up to the limit', async () => {
    const api = openApi({ leads: 40 });
    const [from, to] = [await statusNamed(api, 'Potential'), await statusNamed(api, 'Canceled')];
    const [before, canceled] = [
      await totalOf(api, 'status:"Potential"'),
      await totalOf(api, 'status:"Canceled"'),
    ];
    const job = await run(api, 'edit', {
      type: 'set_lead_status',
      lead_status_id: to,
      s_query: withStatus(from),
      results_limit: 2,
    });
    expect(before).toBeGreaterThan(2);
    expect(job).toMatchObject({ n_leads: 2, results_limit: 2, lead_status_id: to, custom_field_name: null });
    expect(await totalOf(api, 'status:"Potential"')).toBe(before - 2);
    expect(await totalOf(api, 'status:"Canceled"')).toBe(canceled + 2);
    const rest = await run(api, 'delete', { s_query: withStatus(from) });
    expect(rest).toMatchObject({ n_leads: before - 2, bulk_object_type: 'lead' });
    expect(await totalOf(api)).toBe(40 - (before - 2));
  });

  it('set, add to and clear custom fields', async () => {
    const api = openApi({ leads: 1 });
    const create = async (body: object) => (await api.call('POST', '/custom_field/lead/', body)).json;
    const region = await create({ name: 'Region', type: 'text' });
    const tags = await create({
      name: 'Tags',
      type: 'choices',
      choices: ['a', 'b', 'c'],
      accepts_multiple_values: true,
    });
    const read = async (id: string) => (await api.call('GET', '/lead/')).json.data[0][`custom.${id}`];
    const edit = { type: 'set_custom_field', custom_field_id: tags.id };
    await run(api, 'edit', {
      type: 'set_custom_field',
      custom_field_name: 'Region',
      custom_field_value: 'North',
    });
    expect(await read(region.id)).toBe('North');
    await run(api, 'edit', { ...edit, custom_field_values: ['a', 'b'] });
    await run(api, 'edit', { ...edit, custom_field_values: ['c'], custom_field_operation: 'add' });
    await run(api, 'edit', { ...edit, custom_field_value: 'a', custom_field_operation: 'remove' });
    expect(await read(tags.id)).toEqual(['b', 'c']);
    const job = await run(api, 'edit', { type: 'clear_custom_field', custom_field_id: region.id });
    expect(job).toMatchObject({ custom_field_name: 'Region', custom_field_value: null });
    expect(await read(region.id)).toBeUndefined();
  });

  it('are refused when they name something that does not exist', async () => {
    const { call } = openApi({ leads: 1 });
    const fieldsOf = async (kind: string, body: object) => {
      const { status, json } = await call('POST', `/bulk_action/${kind}/`, body);
      return [status, ...Object.keys(json['field-errors'])];
    };
    expect(await fieldsOf('edit', { type: 'set_lead_status', lead_status_id: 'stat_nope' })).toEqual([
      400,
      'lead_status_id',
    ]);
    const unknown = { type: 'set_custom_field', custom_field_name: 'Nope', custom_field_value: 'x' };
    expect(await fieldsOf('edit', unknown)).toEqual([400, 'custom_field_name']);
    expect(await fieldsOf('email', { template_id: 'tmpl_nope' })).toEqual([400, 'template_id']);
    expect((await call('GET', '/bulk_action/edit/')).json.data).toEqual([]);
  });
});

describe('bulk emails', () => {
  it('log an email on each lead that has an address, to one contact or to all', async () => {
    const api = openApi({ leads: 0 });
    const contacts = ['ada', 'ben'].map((name) => ({
      name,
      emails: [{ email: `${name}@example.com`, type: 'office' }],
    }));
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Acme', contacts });
    await api.call('POST', '/lead/', { name: 'Nobody' });
    const { json: templates } = await api.call('GET', '/email_template/');
    const template_id = templates.data[0].id;
    const one = await run(api, 'email', { template_id, contact_preference: 'lead' });
    expect([one.n_leads, one.n_objects, one.n_objects_processed]).toEqual([2, 1, 1]);
    const all = await run(api, 'email', { template_id, contact_preference: 'contact' });
    expect([all.n_leads, all.n_objects]).toEqual([2, 2]);
    const { json: emails } = await api.call('GET', `/activity/email/?lead_id=${lead.id}`);
    expect(emails.data).toHaveLength(3);
    const sent = emails.data.find(
      (email: { bulk_email_action_id: string }) => email.bulk_email_action_id === one.id,
    );
    expect(sent).toMatchObject({
      status: 'sent',
      direction: 'outgoing',
      template_id,
      to: ['ada@example.com'],
      subject: 'A question about Acme',
    });
    expect(sent.body_html).toContain('Hi ada,');
  });

  it('leave out addresses that are unsubscribed', async () => {
    const api = openApi({ leads: 0 });
    const contacts = [{ name: 'Ada', emails: [{ email: 'ada@example.com', type: 'office' }] }];
    await api.call('POST', '/lead/', { name: 'Acme', contacts });
    await api.call('POST', '/unsubscribe/email/', { email: 'ada@example.com' });
    const { json: templates } = await api.call('GET', '/email_template/');
    const job = await run(api, 'email', { template_id: templates.data[0].id });
    expect([job.n_leads, job.n_objects, job.n_objects_processed]).toEqual([1, 0, 0]);
  });
});

describe('bulk sequence subscriptions', () => {
  it('subscribe contacts once, and pause and resume their subscriptions', async () => {
    const api = openApi({ leads: 5 });
    const { json: sequences } = await api.call('GET', '/sequence/');
    const sequence_id = sequences.data[0].id;
    const sender = { sender_account_id: 'emailacct_1', sender_name: 'Sam', sender_email: 'sam@example.com' };
    const body = { action_type: 'subscribe', sequence_id, contact_preference: 'lead', ...sender };
    const subscribed = await run(api, 'sequence_subscription', body);
    expect(subscribed.n_objects).toBeGreaterThan(2);
    await run(api, 'sequence_subscription', body);
    const statuses = async () =>
      (await api.call('GET', `/sequence_subscription/?sequence_id=${sequence_id}`)).json.data.map(
        (row: { status: string }) => row.status,
      );
    const all = (status: string) => Array.from({ length: subscribed.n_objects }, () => status);
    expect(await statuses()).toEqual(all('active'));
    const paused = await run(api, 'sequence_subscription', { action_type: 'pause' });
    expect([paused.n_objects, await statuses()]).toEqual([subscribed.n_objects, all('paused')]);
    await run(api, 'sequence_subscription', { action_type: 'resume', sequence_id });
    expect(await statuses()).toEqual(all('active'));
  });
});

describe('the responses of bulk actions', () => {
  it('match the OpenAPI document, at every status', async () => {
    const { call, check, sandbox, checked } = openContract();
    const [status] = (await check('GET', '/status/lead/')).data;
    const [template] = (await check('GET', '/email_template/')).data;
    const [sequence] = (await check('GET', '/sequence/')).data;
    const sender = { sender_account_id: 'emailacct_1', sender_name: 'Sam', sender_email: 'sam@example.com' };
    const bodies = {
      edit: { type: 'set_lead_status', lead_status_id: status.id, s_query: everyLead, sort: [] },
      email: { template_id: template.id, contact_preference: 'contact' },
      sequence_subscription: {
        action_type: 'subscribe',
        sequence_id: sequence.id,
        contact_preference: 'contact',
        ...sender,
      },
      delete: { send_done_email: false, results_limit: 3 },
    };
    for (const [kind, body] of Object.entries(bodies)) {
      const { id } = await check('POST', `/bulk_action/${kind}/`, body);
      const statuses = new Set();
      for (let ms = 0; ms < 3000; ms += 300) {
        statuses.add((await check('GET', `/bulk_action/${kind}/${id}/`)).status);
        sandbox.clock.advance(300);
      }
      expect([...statuses]).toEqual(['created', 'loading', 'processing', 'done'].slice(0, statuses.size));
      const { json } = await call('GET', `/bulk_action/${kind}/?_fields=id,status`);
      expect(json.data).toEqual([{ id, status: 'done' }]);
      await check('GET', `/bulk_action/${kind}/`);
    }
    await check('GET', '/activity/email/?_limit=100');
    await check('GET', `/sequence_subscription/?sequence_id=${sequence.id}`);
    expect(checked()).toEqual(expect.arrayContaining(operationsOf(bulkActionRoutes)));
  });
});
