import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';
import { openContract } from './open-contract.ts';

/** Calls with an API key, which belongs to no app. */
function withKey({ sandbox }: ReturnType<typeof openApi>) {
  return async (path: string, body: object) => {
    const response = await sandbox.fetch(`${sandbox.origin}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sandbox.apiKey}:`)}` },
      body: JSON.stringify(body),
    });
    return response.status;
  };
}

describe('memberships', () => {
  it('add a user to the organization, and remove them', async () => {
    const { check, call, sandbox } = openContract();
    const [organization] = sandbox.organizations;
    const before = (await check('GET', '/user/')).data.length;
    const membership = await check('POST', '/membership/', { email: 'kim.lee@example.com', role_id: 'user' });
    const users = (await check('GET', '/user/')).data;
    expect(users).toHaveLength(before + 1);
    expect(users.at(-1)).toMatchObject({
      id: membership.user_id,
      email: 'kim.lee@example.com',
      first_name: 'Kim',
    });
    await check('POST', '/task/', {
      _type: 'lead',
      lead_id: (await firstLead(call)).id,
      assigned_to: membership.user_id,
      text: 'Call',
      date: '2026-12-01',
    });
    const again = await call('POST', '/membership/', { email: 'kim.lee@example.com', role_id: 'user' });
    expect([again.status, Object.keys(again.json['field-errors'])]).toEqual([400, ['email']]);
    await check('DELETE', `/membership/${membership.id}/`);
    expect((await check('GET', '/user/')).data).toHaveLength(before);
    const { memberships, inactive_memberships } = await check('GET', `/organization/${organization?.id}/`);
    expect([memberships.length, inactive_memberships.length]).toEqual([before, 1]);
    const [task] = (await call('GET', `/task/?assigned_to=${membership.user_id}`)).json.data;
    expect(task.assigned_to_name).toBe('Kim Lee');
  });

  it('do not change the seeded timelines', async () => {
    const [plain, grown] = [openApi(), openApi()];
    await grown.call('POST', '/membership/', { email: 'kim@example.com', role_id: 'user' });
    const activities = async ({ call }: typeof plain) =>
      (await call('GET', '/activity/?_limit=100')).json.data;
    expect(await activities(grown)).toEqual(await activities(plain));
  });

  it('pin Smart Views', async () => {
    const { check, call } = openContract();
    const [membership] = (await check('GET', '/me/')).memberships;
    const path = `/membership/${membership.id}/pinned_views/`;
    expect(await check('GET', path)).toEqual({ saved_view_ids: [] });
    const [view] = (await check('GET', '/saved_search/')).data;
    await check('PUT', path, { saved_view_ids: [view.id] });
    expect(await check('GET', path)).toEqual({ saved_view_ids: [view.id] });
    expect((await check('GET', '/me/')).memberships).toEqual([membership]);
    expect((await call('PUT', path, { saved_view_ids: ['save_nope'] })).status).toBe(400);
  });
});

async function firstLead(call: ReturnType<typeof openApi>['call']) {
  return (await call('GET', '/lead/?_limit=1')).json.data[0];
}

describe('blocked phone numbers', () => {
  it('have settings, which are not a number', async () => {
    const { check } = openContract();
    const path = '/blocked_phone_number/settings/';
    expect(await check('GET', path)).toEqual({ reject_anonymous_inbound_calls: false });
    await check('PUT', path, { reject_anonymous_inbound_calls: true });
    expect(await check('GET', path)).toEqual({ reject_anonymous_inbound_calls: true });
  });
});

describe('phone numbers', () => {
  it('are rented in the US, with a prefix that exists', async () => {
    const { check, call } = openContract();
    const path = '/phone_number/request/internal/';
    const number = await check('POST', path, { country: 'US', prefix: '212' });
    expect(number.number).toMatch(/^\+121255501\d\d$/);
    expect(
      (await check('GET', `/phone_number/?number=${encodeURIComponent(number.number)}`)).data,
    ).toHaveLength(1);
    const group = await check('POST', path, { country: 'US', sharing: 'group' });
    expect([group.is_group_number, group.user_id]).toEqual([true, null]);
    expect((await call('POST', path, { country: 'DE' })).json.status).toBe('needs-more-info');
    const none = await call('POST', path, { country: 'US', prefix: '2121' });
    expect([none.status, none.json.status]).toEqual([400, 'error']);
  });
});

describe('scheduling links', () => {
  it('of an app are updated by their source id', async () => {
    const api = openContract();
    const { check, call } = api;
    const body = {
      source_id: 'demo-30',
      name: 'Demo',
      url: 'https://meet.example/demo',
      duration_in_minutes: 30,
    };
    const link = await check('POST', '/scheduling_link/integration/', body);
    const again = await check('POST', '/scheduling_link/integration/', { ...body, name: 'Long demo' });
    expect([again.id, again.name, again.source]).toEqual([link.id, 'Long demo', 'THIRD_PARTY']);
    expect((await check('GET', '/scheduling_link/')).data).toEqual([again]);
    expect(await withKey(api)('/scheduling_link/integration/', body)).toBe(403);
    await check('DELETE', '/scheduling_link/integration/demo-30/');
    expect((await call('DELETE', '/scheduling_link/integration/demo-30/')).status).toBe(404);
    expect((await check('GET', '/scheduling_link/')).data).toEqual([]);
  });

  it('are mapped to shared links, and unmapped', async () => {
    const { check, call } = openContract();
    const link = await check('POST', '/scheduling_link/', { name: 'Demo', url: 'https://meet.example/demo' });
    const shared = await check('POST', '/shared_scheduling_link/', { name: 'Any demo' });
    const pair = { shared_scheduling_link_id: shared.id, user_id: link.user_id };
    const body = { ...pair, user_scheduling_link_id: link.id };
    expect(await check('POST', '/shared_scheduling_link_association/', body)).toMatchObject(body);
    await check('POST', '/shared_scheduling_link_association/unmap/', pair);
    expect((await call('POST', '/shared_scheduling_link_association/unmap/', pair)).status).toBe(404);
  });
});

describe('permissions to send as another user', () => {
  it('are granted and revoked in bulk, and deleted by user', async () => {
    const { check, call, sandbox } = openContract();
    const [me, second, third] = sandbox.users;
    const bulk = (allowed: unknown[], disallowed: unknown[]) =>
      check('POST', '/send_as/bulk/', { allowed_user_ids: allowed, disallowed_user_ids: disallowed });
    expect((await bulk([second?.id, third?.id], [])).data).toHaveLength(2);
    expect((await bulk([second?.id], [third?.id])).data).toMatchObject([
      { allowed_user_id: second?.id, allowing_user_id: me?.id },
    ]);
    expect((await call('DELETE', '/send_as/')).status).toBe(400);
    const query = `?allowed_user_id=${second?.id}&allowing_user_id=${me?.id}`;
    await check('DELETE', `/send_as/${query}`);
    expect((await check('GET', '/send_as/')).data).toEqual([]);
    expect((await call('DELETE', `/send_as/${query}`)).status).toBe(404);
  });
});

describe('playbooks', () => {
  it('are archived and unarchived', async () => {
    const { check } = openContract();
    const [playbook] = (await check('GET', '/playbook/')).data;
    const archived = await check('POST', `/playbook/${playbook.id}/archive/`);
    expect([archived.archived_at, archived.archived_by_id]).not.toContain(null);
    expect((await check('GET', '/playbook/?is_archived=true')).data).toEqual([archived]);
    const back = await check('POST', `/playbook/${playbook.id}/unarchive/`);
    expect([back.archived_at, back.archived_by_id]).toEqual([null, null]);
  });
});

describe('meetings', () => {
  it('hold the data of an app', async () => {
    const api = openContract();
    const { check, call } = api;
    const [meeting] = (await check('GET', '/activity/meeting/')).data;
    const path = `/activity/meeting/${meeting.id}/integration/`;
    expect((await call('POST', path, {})).status).toBe(400);
    const first = await check('POST', path, { integration_data: { note_html: '<p>One</p>' } });
    const next = await check('POST', path, { integration_data: { note_html: '<p>Two</p>' } });
    expect([next.id, next.oauth_client.id]).toEqual([first.id, api.sandbox.client.clientId]);
    expect(await check('POST', path, {})).toEqual(next);
    expect((await check('GET', `/activity/meeting/${meeting.id}/`)).integrations).toEqual([next]);
    expect(await withKey(api)(path, { integration_data: {} })).toBe(403);
    const [note] = (await check('GET', '/activity/note/')).data;
    expect((await call('POST', `/activity/meeting/${note.id}/integration/`, {})).status).toBe(404);
  });
});

describe('field enrichment', () => {
  it('finds a value and stores it, unless there is one', async () => {
    const { check, call, sandbox } = openContract();
    const organization_id = sandbox.organizations[0]?.id;
    const field = await check('POST', '/custom_field/lead/', {
      name: 'Size',
      type: 'choices',
      choices: ['S', 'M'],
    });
    const lead = await firstLead(call);
    const body = { field_id: field.id, object_id: lead.id, object_type: 'lead', organization_id };
    const read = async () => (await call('GET', `/lead/${lead.id}/`)).json[`custom.${field.id}`];
    const dry = await check('POST', '/enrich_field/', { ...body, set_new_value: false });
    expect(['S', 'M']).toContain(dry.value);
    expect(await read()).toBeUndefined();
    const { value } = await check('POST', '/enrich_field/', body);
    expect([value, await read()]).toEqual([dry.value, dry.value]);
    const other = value === 'S' ? 'M' : 'S';
    await call('PUT', `/lead/${lead.id}/`, { [`custom.${field.id}`]: other });
    expect((await check('POST', '/enrich_field/', body)).value).toBe(other);
    const forced = await check('POST', '/enrich_field/', { ...body, overwrite_existing_value: true });
    expect([forced.value, await read()]).toEqual([value, value]);
    expect((await call('POST', '/enrich_field/', { ...body, field_id: 'cf_nope' })).status).toBe(400);
  });
});

describe('custom field schemas', () => {
  it('keep the order that was sent', async () => {
    const { check } = openContract();
    const { fields } = await check('GET', '/custom_field_schema/lead/');
    const ids = fields.map(({ id }: { id: string }) => id);
    const last = ids.at(-1);
    const reordered = await check('PUT', '/custom_field_schema/lead/', { fields: [{ id: last }] });
    const order = [last, ...ids.slice(0, -1)];
    expect(reordered.fields.map(({ id }: { id: string }) => id)).toEqual(order);
    const { data } = await check('GET', '/custom_field/lead/');
    expect(data.map(({ id }: { id: string }) => id)).toEqual(order);
  });

  it('exist for custom types', async () => {
    const { check, call } = openContract();
    const [activity] = (await check('GET', '/custom_activity/')).data;
    const schema = await check('GET', `/custom_field_schema/activity/${activity.id}/`);
    expect(schema).toMatchObject({ name: activity.name, object_type: `activity/${activity.id}` });
    expect((await call('GET', '/custom_field_schema/activity/actitype_nope/')).status).toBe(404);
  });
});

describe('shared custom fields', () => {
  it('are among the fields of the object types that they are associated with', async () => {
    const { check, call } = openContract();
    const field = await check('POST', '/custom_field/shared/', {
      name: 'Region',
      type: 'text',
      associations: [{ object_type: 'contact' }],
    });
    const path = `/custom_field/shared/${field.id}/association/`;
    const [type] = (await check('GET', '/custom_activity/')).data;
    const idsOf = async (schema: string) =>
      (await check('GET', `/custom_field_schema/${schema}/`)).fields.map(({ id }: { id: string }) => id);
    expect([(await idsOf('contact')).at(-1), (await idsOf('lead')).includes(field.id)]).toEqual([
      field.id,
      false,
    ]);
    await check('POST', path, { object_type: 'lead' });
    expect(await idsOf('lead')).toContain(field.id);
    const lead = await firstLead(call);
    const changed = await check('PUT', `/lead/${lead.id}/`, { [`custom.${field.id}`]: 'North' });
    expect(changed[`custom.${field.id}`]).toBe('North');
    await check('POST', path, { object_type: 'custom_activity_type', custom_activity_type_id: type.id });
    const ofType = `${path}custom_activity_type/${type.id}/`;
    expect(await check('PUT', ofType, { required: true })).toMatchObject({
      required: true,
      editable_with_roles: [],
    });
    expect((await check('GET', ofType)).required).toBe(true);
    expect((await call('POST', path, { object_type: 'lead' })).status).toBe(400);
    await check('DELETE', `${path}lead/`);
    expect((await call('GET', `${path}lead/`)).status).toBe(404);
    expect(await idsOf('lead')).not.toContain(field.id);
    expect((await check('GET', `/lead/${lead.id}/`))[`custom.${field.id}`]).toBeUndefined();
    expect((await check('GET', `/custom_field/shared/${field.id}/`)).associations).toHaveLength(2);
  });
});
