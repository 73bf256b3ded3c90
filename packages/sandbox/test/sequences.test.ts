import { describe, expect, it } from 'vitest';
import { noon, openApi } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

type Row = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- tests inspect any row

const dayMs = 86_400_000;

/** A contact with an email address, and a sequence of two emails and a call within five days. */
async function openSequence(): Promise<
  OpenApi & { contact: Row; sequence: Row; subscribe: () => Promise<Row> }
> {
  const api = openApi({ leads: 0, tokenLifetimeMs: 100 * dayMs });
  const emails = [{ email: 'ada@example.com', type: 'office' }];
  const { json: contact } = await api.call('POST', '/contact/', { name: 'Ada Lovelace', emails });
  const [sequence] = (await api.call('GET', '/sequence/')).json.data;
  const body = { sequence_id: sequence.id, contact_id: contact.id };
  const subscribe = async (): Promise<Row> => (await api.call('POST', '/sequence_subscription/', body)).json;
  return { ...api, contact, sequence, subscribe };
}

async function emailsOf({ call }: OpenApi, leadId: string): Promise<Row[]> {
  const { json } = await call('GET', `/activity/email/?lead_id=${leadId}`);
  return json.data.toReversed();
}

describe('a sequence subscription', () => {
  it('sends its emails by the clock, adds its call as a task, and finishes', async () => {
    const api = await openSequence();
    const { call, sandbox, contact, sequence } = api;
    const { id } = await api.subscribe();
    sandbox.clock.advance(2 * dayMs);
    expect((await call('GET', `/sequence_subscription/${id}/`)).json.status).toBe('active');
    expect(await emailsOf(api, contact.lead_id)).toMatchObject([
      {
        status: 'sent',
        to: ['ada@example.com'],
        subject: 'A question about Ada Lovelace',
        sequence_id: sequence.id,
        sequence_subscription_id: id,
        date_sent: new Date(noon).toISOString().replace('Z', '000+00:00'),
      },
    ]);
    sandbox.clock.advance(20 * dayMs);
    const emails = await emailsOf(api, contact['lead_id']);
    expect(emails.map((email) => Date.parse(email['date_sent']))).toEqual([noon, noon + 3 * dayMs]);
    expect(new Set(emails.map((email) => email['thread_id'])).size).toBe(1);
    const { json: tasks } = await call('GET', `/task/?_type=outgoing_call&lead_id=${contact.lead_id}`);
    expect(tasks.data).toMatchObject([{ text: 'New enquiries', contact_id: contact.id }]);
    const { json } = await call('GET', `/sequence_subscription/${id}/`);
    expect([json.status, Date.parse(`${json.date_updated}Z`)]).toEqual(['finished', noon + 8 * dayMs]);
  });

  it('waits while it is paused, for as long as it was paused', async () => {
    const api = await openSequence();
    const { call, sandbox, contact } = api;
    const { id } = await api.subscribe();
    sandbox.clock.advance(dayMs);
    const { json: paused } = await call('PUT', `/sequence_subscription/${id}/`, { status: 'paused' });
    expect([paused.status, paused.status_reason]).toEqual(['paused', 'manual']);
    sandbox.clock.advance(10 * dayMs);
    await call('PUT', `/sequence_subscription/${id}/`, { status: 'active' });
    sandbox.clock.advance(2 * dayMs - 1);
    expect(await emailsOf(api, contact.lead_id)).toHaveLength(1);
    sandbox.clock.advance(1);
    expect(await emailsOf(api, contact.lead_id)).toHaveLength(2);
  });

  it('waits while its sequence is paused', async () => {
    const api = await openSequence();
    const { call, sandbox, contact, sequence } = api;
    await api.subscribe();
    sandbox.clock.advance(dayMs);
    await call('PUT', `/sequence/${sequence.id}/`, { status: 'paused' });
    sandbox.clock.advance(10 * dayMs);
    await call('PUT', `/sequence/${sequence.id}/`, { status: 'active' });
    sandbox.clock.advance(2 * dayMs - 1);
    expect(await emailsOf(api, contact.lead_id)).toHaveLength(1);
    sandbox.clock.advance(1);
    expect(await emailsOf(api, contact.lead_id)).toHaveLength(2);
  });

  it('reaches its goal when the contact replies', async () => {
    const api = await openSequence();
    const { call, sandbox, contact } = api;
    const { id } = await api.subscribe();
    sandbox.clock.advance(dayMs);
    await call('POST', '/activity/email/', {
      lead_id: contact.lead_id,
      contact_id: contact.id,
      status: 'inbox',
      sender: 'ada@example.com',
    });
    sandbox.clock.advance(9 * dayMs);
    const { json } = await call('GET', `/sequence_subscription/${id}/`);
    expect([json.status, json.status_reason]).toEqual(['goal', 'reply-received']);
    expect(await emailsOf(api, contact.lead_id)).toHaveLength(2);
  });

  it('is counted in its sequence, and ends with it', async () => {
    const api = await openSequence();
    const { call, sequence } = api;
    const { id } = await api.subscribe();
    const { json } = await call('GET', `/sequence/${sequence.id}/`);
    expect(json.subscription_counts_by_status).toMatchObject({ active: 1, finished: 0 });
    await call('DELETE', `/sequence/${sequence.id}/`);
    expect((await call('GET', `/sequence_subscription/${id}/`)).json).toMatchObject({
      status: 'finished',
      status_reason: 'sequence-deleted',
    });
  });

  it('is listed by sequence, contact or lead, and by nothing else', async () => {
    const api = await openSequence();
    const { id } = await api.subscribe();
    const { json } = await api.call('GET', `/sequence_subscription/?lead_id=${api.contact.lead_id}`);
    expect(json.data).toMatchObject([{ id, contact_email: 'ada@example.com' }]);
    expect((await api.call('GET', '/sequence_subscription/?sequence_id=seq_none')).json.data).toEqual([]);
    expect((await api.call('GET', '/sequence_subscription/')).status).toBe(400);
  });

  it('makes the events of its steps at their own time', async () => {
    const { call, sandbox, contact, subscribe } = await openSequence();
    await subscribe();
    sandbox.clock.advance(4 * dayMs);
    const { json } = await call('GET', `/event/?lead_id=${contact.lead_id}&object_type=activity.email`);
    expect(json.data.map((event: Row) => Date.parse(`${event.date_created}Z`))).toEqual([
      noon + 3 * dayMs,
      noon,
    ]);
  });
});

describe('/sequence/', () => {
  it('replaces its steps as a whole, and keeps those with an id', async () => {
    const { call, sequence } = await openSequence();
    const [first] = sequence.steps;
    const steps = [
      { ...first, delay: 60 },
      { step_type: 'call', delay: 120 },
    ];
    const { json } = await call('PUT', `/sequence/${sequence.id}/`, { steps });
    expect(json.steps).toMatchObject([
      { id: first.id, delay: 60, email_template_id: first.email_template_id },
      { id: expect.stringMatching(/^seqstep_/), delay: 120, step_type: 'call', threading: null },
    ]);
  });

  it('refuses by name the steps that it does not run', async () => {
    const { call } = openApi({ leads: 0 });
    const { status, response } = await call('POST', '/sequence/', { steps: [{ step_type: 'sms' }] });
    expect([status, response.headers.get('x-closekit-sandbox')]).toEqual([400, 'not-understood']);
  });
});
