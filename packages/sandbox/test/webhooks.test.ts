import { createHmac } from 'node:crypto';
import { closeDocument } from '@closekit/openapi';
import type { SandboxOptions } from '@closekit/sandbox';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { noon, openApi } from './open-api.ts';

const hookUrl = 'https://app.example/close-hook';

/** A sandbox that records its deliveries. */
function open(options: SandboxOptions = {}) {
  const received: { headers: Headers; text: string; body: any; url: string }[] = []; // oxlint-disable-line typescript/no-explicit-any -- tests inspect any event
  const api = openApi({
    sendWebhook: async (request) => {
      const text = await request.text();
      received.push({ headers: request.headers, text, body: JSON.parse(text), url: request.url });
      return new Response(null, { status: 204 });
    },
    ...options,
  });
  return { ...api, received };
}

async function receivedEvents({ sandbox, received }: ReturnType<typeof open>): Promise<string[]> {
  await sandbox.delivered();
  return received.splice(0).map(({ body }) => `${body.event.object_type} ${body.event.action}`);
}

describe('webhook deliveries', () => {
  it('are signed over timestamp and body with the decoded key', async () => {
    const api = open();
    const { id, signatureKey } = api.sandbox.subscribe({ url: hookUrl });
    expect(signatureKey).toMatch(/^[0-9a-f]{64}$/);
    await api.call('POST', '/lead/', { name: 'Šílený čaj' });
    await api.sandbox.delivered();
    const [first] = api.received;
    const timestamp = first?.headers.get('close-sig-timestamp') ?? '';
    expect(timestamp).toBe(String(noon / 1000));
    const hash = createHmac('sha256', Buffer.from(signatureKey, 'hex'));
    expect(first?.headers.get('close-sig-hash')).toBe(hash.update(timestamp + first?.text).digest('hex'));
    expect([first?.url, first?.body.subscription_id]).toEqual([hookUrl, id]);
  });

  it('cover leads, contacts, opportunities, tasks and notes, with resulting activities', async () => {
    const api = open();
    api.sandbox.subscribe({ url: hookUrl });
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Acme', contacts: [{ name: 'Ada' }] });
    expect(await receivedEvents(api)).toEqual(['lead created', 'contact created']);
    await api.call('PUT', `/lead/${lead.id}/`, { status: 'Qualified' });
    expect(await receivedEvents(api)).toEqual(['lead updated', 'activity.lead_status_change created']);
    const { json: opportunity } = await api.call('POST', '/opportunity/', { lead_id: lead.id, value: 5 });
    await api.call('PUT', `/opportunity/${opportunity.id}/`, { status: 'Won' });
    expect(await receivedEvents(api)).toEqual([
      'opportunity created',
      'opportunity updated',
      'activity.opportunity_status_change created',
    ]);
    const { json: task } = await api.call('POST', '/task/', {
      _type: 'lead',
      lead_id: lead.id,
      text: 'Call',
    });
    await api.call('PUT', `/task/${task.id}/`, { is_complete: true });
    expect(await receivedEvents(api)).toEqual([
      'task.lead created',
      'task.lead completed',
      'activity.task_completed created',
    ]);
    const { json: note } = await api.call('POST', '/activity/note/', { lead_id: lead.id, note: 'Hi' });
    await api.call('DELETE', `/activity/note/${note.id}/`);
    expect(await receivedEvents(api)).toEqual(['activity.note created', 'activity.note deleted']);
  });

  it('name the fields that an update changed, with their previous values', async () => {
    const api = open({ leads: 1 });
    api.sandbox.subscribe({ url: hookUrl });
    const { json: leads } = await api.call('GET', '/lead/');
    const [lead] = leads.data;
    await api.call('PUT', `/lead/${lead.id}/`, { description: 'Changed' });
    await api.sandbox.delivered();
    const [event] = api.received.map(({ body }) => body.event);
    expect(event).toMatchObject({
      object_type: 'lead',
      object_id: lead.id,
      lead_id: lead.id,
      action: 'updated',
      changed_fields: expect.arrayContaining(['date_updated', 'description']),
      previous_data: { description: lead.description },
      data: { description: 'Changed', name: lead.name },
      oauth_client_id: api.sandbox.client.clientId,
      meta: { request_method: 'PUT', request_path: `/api/v1/lead/${lead.id}/` },
    });
    expect(event.changed_fields).not.toContain('name');
  });

  it('include a merge with both leads', async () => {
    const api = open({ leads: 2 });
    const { json: leads } = await api.call('GET', '/lead/');
    const [source, destination] = leads.data.map(({ id }: { id: string }) => id);
    api.sandbox.subscribe({ url: hookUrl, events: [{ object_type: 'lead', action: 'merged' }] });
    await api.call('POST', '/lead/merge/', { source, destination });
    await api.sandbox.delivered();
    expect(api.received.map(({ body }) => body.event)).toMatchObject([
      {
        object_id: destination,
        meta: { merge_source_lead_id: source, merge_destination_lead_id: destination },
      },
    ]);
  });

  it('match the OpenAPI document', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(closeDocument, 'close');
    const check = ajv.compile({ $ref: 'close#/components/schemas/WebhookDelivery' });
    const api = open({ leads: 3 });
    api.sandbox.subscribe({ url: hookUrl });
    const { json: leads } = await api.call('GET', '/lead/');
    const [first, second, third] = leads.data.map(({ id }: { id: string }) => id);
    await api.call('PUT', `/lead/${first}/`, { status: 'Customer' });
    await api.call('POST', '/lead/merge/', { source: second, destination: first });
    await api.call('DELETE', `/lead/${third}/`);
    await api.call('POST', '/status/lead/', { label: 'Sleeping' });
    await api.sandbox.delivered();
    expect(api.received.length).toBeGreaterThan(10);
    for (const { body } of api.received) expect([check(body), check.errors]).toEqual([true, null]);
  });

  it('are sent only for the events and filters of a subscription', async () => {
    const api = open({ leads: 1 });
    const filter = { type: 'any_array_value', filter: { type: 'equals', value: 'name' } };
    const { status } = await api.call('POST', '/webhook/', {
      url: hookUrl,
      events: [
        {
          object_type: 'lead',
          action: 'updated',
          extra_filter: { type: 'field_accessor', field: 'changed_fields', filter },
        },
      ],
    });
    expect(status).toBe(201);
    const { json: leads } = await api.call('GET', '/lead/');
    const path = `/lead/${leads.data[0].id}/`;
    await api.call('PUT', path, { description: 'No' });
    await api.call('PUT', path, { name: 'Yes' });
    await api.sandbox.delivered();
    expect(api.received.map(({ body }) => body.event.data.name)).toEqual(['Yes']);
  });

  it('stop while a subscription is paused', async () => {
    const api = open({ leads: 0 });
    const { id } = api.sandbox.subscribe({ url: hookUrl });
    const paused = await api.call('PUT', `/webhook/${id}/`, { status: 'paused' });
    expect(paused.json).toMatchObject({ status: 'paused', pause_reason: 'api' });
    await api.call('POST', '/lead/', { name: 'Unseen' });
    await api.call('PUT', `/webhook/${id}/`, { status: 'active' });
    await api.call('POST', '/lead/', { name: 'Seen' });
    await api.sandbox.delivered();
    expect(api.received.map(({ body }) => body.event.data.name)).toEqual(['Seen']);
  });

  it('belong to one organization', async () => {
    const api = open();
    const [, second] = api.sandbox.organizations;
    api.sandbox.subscribe({ url: hookUrl, organizationId: second?.id ?? '' });
    await api.call('POST', '/lead/', { name: 'Of the first' });
    await api.sandbox.delivered();
    expect(api.received).toEqual([]);
    expect(() => api.sandbox.subscribe({ url: hookUrl, organizationId: 'orga_none' })).toThrow(TypeError);
    expect(() => api.sandbox.subscribe({ url: '/hook' })).toThrow(TypeError);
  });

  it('that fail are logged and do not fail the write', async () => {
    const { sandbox, call } = openApi({
      leads: 0,
      sendWebhook: () => {
        throw new Error('no way through');
      },
    });
    sandbox.subscribe({ url: hookUrl });
    expect((await call('POST', '/lead/', { name: 'Kept' })).status).toBe(200);
    await sandbox.delivered();
    expect(sandbox.deliveries).toMatchObject([{ url: hookUrl, status: 0, error: 'Error: no way through' }]);
  });

  it('are logged with the response status, or as not sent without sendWebhook', async () => {
    const api = open({ leads: 0 });
    api.sandbox.subscribe({ url: hookUrl });
    await api.call('POST', '/lead/', { name: 'Sent' });
    await api.sandbox.delivered();
    expect(api.sandbox.deliveries.map(({ status }) => status)).toEqual([204]);

    const silent = openApi({ leads: 0 });
    silent.sandbox.subscribe({ url: hookUrl });
    await silent.call('POST', '/lead/', { name: 'Kept' });
    await silent.sandbox.delivered();
    expect(silent.sandbox.deliveries).toMatchObject([{ status: 0, event: { object_type: 'lead' } }]);
    silent.sandbox.reset();
    expect(silent.sandbox.deliveries).toEqual([]);
  });

  it('do not wait for each other', async () => {
    let release: (() => void) | undefined;
    const isFree = new Promise<void>((resolve) => {
      release = resolve;
    });
    const answers = [isFree, Promise.resolve()];
    const { sandbox, call } = openApi({
      leads: 0,
      sendWebhook: async () => {
        await answers.shift();
        return new Response(null, { status: 200 });
      },
    });
    sandbox.subscribe({ url: hookUrl });
    await call('POST', '/lead/', { name: 'Slow' });
    await call('POST', '/lead/', { name: 'Fast' });
    await expect.poll(() => sandbox.deliveries[1]?.status).toBe(200);
    expect(sandbox.deliveries[0]?.status).toBe(0);
    release?.();
    await sandbox.delivered();
    expect(sandbox.deliveries[0]?.status).toBe(200);
  });

  it('are not sent for refused requests and reads', async () => {
    const api = open({ leads: 0 });
    api.sandbox.subscribe({ url: hookUrl });
    await api.call('POST', '/lead/', { name: 5 });
    api.sandbox.faults.next({ status: 503 });
    await api.call('POST', '/lead/', { name: 'Refused' });
    await api.call('GET', '/lead/');
    expect(await receivedEvents(api)).toEqual([]);
  });
});

describe('webhook subscriptions', () => {
  it('are refused with a wrong URL or wrong events', async () => {
    const { call } = openApi({ leads: 0 });
    const events = [{ object_type: 'lead', action: 'created' }];
    const wrongUrl = await call('POST', '/webhook/', { url: 'hook', events });
    expect([wrongUrl.status, wrongUrl.json['field-errors'].url]).toEqual([400, expect.any(String)]);
    const wrong = { ...events[0], extra_filter: { type: 'like', value: 'x' } };
    expect((await call('POST', '/webhook/', { url: hookUrl, events: [wrong] })).status).toBe(400);
    expect((await call('POST', '/webhook/', { url: hookUrl, events: [{ action: 'created' }] })).status).toBe(
      400,
    );
  });

  it('are limited to 40', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    for (let count = 0; count < 40; count += 1) sandbox.subscribe({ url: hookUrl });
    const events = [{ object_type: 'lead', action: 'created' }];
    expect((await call('POST', '/webhook/', { url: hookUrl, events })).status).toBe(400);
    expect((await call('GET', '/webhook/')).json.data).toHaveLength(40);
  });
});

describe('the Event Log', () => {
  it('lists events without a subscription, newest first', async () => {
    const { call } = openApi({ leads: 0 });
    const { json: lead } = await call('POST', '/lead/', { name: 'One' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Two' });
    const { json: log } = await call('GET', `/event/?lead_id=${lead.id}`);
    expect(log.data.map(({ action }: { action: string }) => action)).toEqual(['updated', 'created']);
    expect((await call('GET', `/event/${log.data[0].id}/`)).json).toEqual(log.data[0]);
  });

  it('is paged by cursor in both directions', async () => {
    const { call } = openApi({ leads: 0 });
    for (const name of ['a', 'b', 'c']) await call('POST', '/lead/', { name });
    const filter = '/event/?object_type=lead&action=created&_limit=2';
    const { json: first } = await call('GET', filter);
    expect(first).toMatchObject({ data: [{ data: { name: 'c' } }, {}], cursor_previous: null });
    const { json: second } = await call('GET', `${filter}&_cursor=${encodeURIComponent(first.cursor_next)}`);
    expect(second).toMatchObject({ data: [{ data: { name: 'a' } }], cursor_next: null });
    const { json: back } = await call(
      'GET',
      `${filter}&_cursor=${encodeURIComponent(second.cursor_previous)}`,
    );
    expect(back.data).toEqual(first.data);
    expect((await call('GET', '/event/?_limit=51')).status).toBe(400);
    expect((await call('GET', '/event/?action=created')).status).toBe(400);
    expect((await call('GET', '/event/?_cursor=nonsense')).status).toBe(400);
    expect((await call('GET', '/event/?constructor=1')).status).toBe(400);
  });

  it('forgets after 30 days', async () => {
    const { sandbox, call } = openApi({ leads: 0, tokenLifetimeMs: 1e12 });
    await call('POST', '/lead/', { name: 'Old' });
    sandbox.clock.advance(31 * 86_400_000);
    expect((await call('GET', '/event/')).json.data).toEqual([]);
  });
});
