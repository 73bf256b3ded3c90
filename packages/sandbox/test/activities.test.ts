import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

async function withLead() {
  const api = openApi({ leads: 0 });
  const phones = [{ phone: '+15125550123', type: 'mobile' }];
  const { json: contact } = await api.call('POST', '/contact/', { name: 'Ada', phones });
  return { ...api, contact, leadId: String(contact.lead_id) };
}

describe('/activity/call/', () => {
  it('uses the lead of the contact, and formats the number', async () => {
    const { call, contact, leadId } = await withLead();
    const { json } = await call('POST', '/activity/call/', {
      contact_id: contact.id,
      phone: '+15125550123',
      note: 'Hi',
    });
    expect(json).toMatchObject({
      lead_id: leadId,
      remote_phone_formatted: '+1 512-555-0123',
      note_html: '<body><p>Hi</p></body>',
      source: 'External',
    });
    const { json: timeline } = await call('GET', `/activity/?lead_id=${leadId}&_type=Call`);
    expect(timeline.data).toHaveLength(1);
  });

  it('requires a lead or a contact', async () => {
    const { call } = await withLead();
    const { status, json } = await call('POST', '/activity/call/', { note: 'Who was it?' });
    expect([status, json['field-errors']]).toEqual([400, { lead_id: 'Field required' }]);
  });
});

describe('/activity/email/', () => {
  it('counts as sent once it is in the outbox, and stays in its thread', async () => {
    const { call, leadId } = await withLead();
    const { json: draft } = await call('POST', '/activity/email/', {
      lead_id: leadId,
      status: 'draft',
      sender: 'grace@example.com',
      subject: 'Hello',
      body_text: 'One\n\nTwo',
    });
    expect(draft).toMatchObject({
      status: 'draft',
      date_sent: null,
      body_html: '<body><p>One</p><p>Two</p></body>',
    });
    const { json: sent } = await call('PUT', `/activity/email/${draft.id}/`, { status: 'outbox' });
    expect([sent.status, sent.date_sent]).toEqual(['sent', '2026-11-23T12:00:00.000000+00:00']);
    const { json: reply } = await call('POST', '/activity/email/', {
      lead_id: leadId,
      status: 'inbox',
      sender: 'ada@example.com',
      in_reply_to_id: draft.id,
      body_html: '<p>Thanks</p>',
    });
    expect(reply).toMatchObject({
      direction: 'incoming',
      thread_id: draft.thread_id,
      body_preview: 'Thanks',
    });
    const { json: log } = await call('GET', '/event/?object_type=activity.email&action=sent');
    expect(log.data).toHaveLength(1);
  });

  it('is scheduled', async () => {
    const { call, leadId } = await withLead();
    const sender = 'grace@example.com';
    const body = { lead_id: leadId, status: 'scheduled', sender, send_in: 30 };
    const { json } = await call('POST', '/activity/email/', body);
    expect(json).toMatchObject({ status: 'scheduled', date_scheduled: '2026-11-23T12:00:30.000000+00:00' });
  });
});

describe('/activity/custom/', () => {
  it('accepts only values of the fields of its type', async () => {
    const { call, leadId } = await withLead();
    const [type] = (await call('GET', '/custom_activity/')).json.data;
    const mood = `custom.${type.fields[1].id}`;
    const body = { lead_id: leadId, custom_activity_type_id: type.id };
    expect((await call('POST', '/activity/custom/', { ...body, [mood]: 'Cold' })).json).toMatchObject({
      [mood]: 'Cold',
      status: 'published',
    });
    expect((await call('POST', '/activity/custom/', { ...body, 'custom.cf_none': 'x' })).status).toBe(400);
    const unknown = { ...body, custom_activity_type_id: 'actitype_none' };
    expect((await call('POST', '/activity/custom/', unknown)).status).toBe(400);
  });
});

describe('/activity/status_change/', () => {
  it('adds a past change without changing the lead', async () => {
    const { call, leadId } = await withLead();
    const { json: before } = await call('GET', `/lead/${leadId}/`);
    const { data: statuses } = (await call('GET', '/status/lead/')).json;
    const { json } = await call('POST', '/activity/status_change/lead/', {
      lead_id: leadId,
      old_status_id: statuses[2].id,
      new_status_id: statuses[3].id,
      date_created: '2026-01-05T10:00:00+00:00',
    });
    expect(json).toMatchObject({
      date_created: '2026-01-05T10:00:00.000000+00:00',
      new_status_label: 'Customer',
    });
    expect((await call('GET', `/lead/${leadId}/`)).json.status_id).toBe(before.status_id);
  });
});

describe('a kind of activity', () => {
  it('does not return activities of another kind', async () => {
    const { call, leadId } = await withLead();
    const { json: note } = await call('POST', '/activity/note/', { lead_id: leadId, note: 'Hi' });
    expect((await call('GET', `/activity/call/${note.id}/`)).status).toBe(404);
    expect((await call('POST', '/activity/meeting/', {})).status).toBe(405);
    expect((await call('DELETE', `/activity/created/${note.id}/`)).status).toBe(405);
  });

  it('creates nothing when it is refused', async () => {
    const { call, leadId } = await withLead();
    const body = { lead_id: leadId, note: 'Hi', contact_id: 'cont_none' };
    expect((await call('POST', '/activity/note/', body)).status).toBe(400);
    expect((await call('GET', `/activity/note/?lead_id=${leadId}`)).json.data).toEqual([]);
  });
});
