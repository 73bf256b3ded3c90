import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';
import type { OpenApi, ParsedResponse } from './open-api.ts';

/** The message of a refusal of the sandbox's own by field; anything else as JSON. */
function refusalOf({ status, json, response }: ParsedResponse): string {
  const isOwn = response.headers.get('x-closekit-sandbox') === 'not-understood';
  const names = json.errors.every((error: string) => error.includes('Pass `strict: false`'));
  if (status !== 400 || !isOwn || !names) return JSON.stringify({ status, isOwn, json });
  return Object.entries(json['field-errors']).join();
}

async function anId({ call }: OpenApi, path: string): Promise<string> {
  return (await call('GET', `${path}?_limit=1`)).json.data[0].id;
}

describe('strict mode refuses by name', () => {
  it('a query parameter that the contract does not describe', async () => {
    const { call } = openApi();
    expect(refusalOf(await call('GET', '/lead/?id__in=lead_1'))).toMatch(/^id__in,.*id__in/);
  });

  it('a query parameter of the contract that the sandbox does not read', async () => {
    const { call, sandbox } = openApi();
    const path = `/organization/${sandbox.organizations[0]?.id}/?_expand=smart_fields`;
    expect(refusalOf(await call('GET', path))).toMatch(/^_expand,.*_expand/);
    expect(refusalOf(await call('PUT', path, { name: 'Renamed' }))).toMatch(/^_expand,.*_expand/);
    expect(sandbox.organizations[0]?.name).not.toBe('Renamed');
  });

  it('a name in `_fields` that the response does not have, also in an empty list', async () => {
    const { call } = openApi();
    expect(refusalOf(await call('GET', '/contact/?lead_id=lead_none&_fields=id,nmae'))).toMatch(
      /^_fields,.*"nmae"/,
    );
  });

  it('a member of a body that the contract does not describe', async () => {
    const { call } = openApi();
    expect(refusalOf(await call('POST', '/lead/', { name: 'Acme', nickname: 'A' }))).toMatch(
      /^nickname,.*"nickname"/,
    );
    const contacts = [{ name: 'Ada', nickname: 'A' }];
    expect(refusalOf(await call('POST', '/lead/', { contacts }))).toMatch(
      /^contacts,.*"nickname" in contacts\.0/,
    );
  });

  it('a member that would have no effect', async () => {
    const api = openApi();
    const body = { lead_id: await anId(api, '/lead/'), quality_info: 'good' };
    expect(refusalOf(await api.call('POST', '/activity/call/', body))).toMatch(
      /^quality_info,.*quality_info/,
    );
    const quiet = { lead_id: body.lead_id, quality_info: null };
    expect((await api.call('POST', '/activity/call/', quiet)).status).toBe(200);
  });

  it('a custom field by its name', async () => {
    const { call } = openApi();
    expect(refusalOf(await call('POST', '/lead/', { 'custom.Plan': 'Gold' }))).toMatch(
      /^custom\.Plan,.*by id only/,
    );
  });

  it('an order of activities', async () => {
    const api = openApi();
    const path = `/activity/?lead_id=${await anId(api, '/lead/')}&_order_by=colour`;
    expect(refusalOf(await api.call('GET', path))).toMatch(/^_order_by,.*"colour"/);
  });

  it('kinds of events that it never makes', async () => {
    const { call } = openApi();
    const events = [{ object_type: 'lead', action: 'exploded' }];
    const body = { url: 'https://app.example/hook', events };
    expect(refusalOf(await call('POST', '/webhook/', body))).toMatch(/^events,.*lead exploded/);
    const log = await call('GET', '/event/?object_type=spaceship&action=created');
    expect(refusalOf(log)).toMatch(/^object_type,.*spaceship/);
  });

  it('a filter of an export', async () => {
    const { call } = openApi();
    const body = { format: 'csv', params: { colour: 'red' } };
    expect(refusalOf(await call('POST', '/export/opportunity/', body))).toMatch(/^colour,.*colour/);
  });

  it('a body where the contract has none', async () => {
    const api = openApi();
    const path = `/task/${await anId(api, '/task/')}/`;
    expect(refusalOf(await api.call('DELETE', path, { force: true }))).toMatch(/^force,.*"force"/);
  });

  it('what its overlay adds to the contract', async () => {
    const { call } = openApi();
    const body = { url: 'nowhere', events: [{ object_type: 'lead', action: 'created' }] };
    expect(refusalOf(await call('POST', '/webhook/', body))).toMatch(/^url,.*URL/);
  });

  it('nothing that was changed before', async () => {
    const api = openApi();
    const before = (await api.call('GET', '/task/?_limit=1')).json.data[0];
    const path = `/task/?id__in=${before.id}&format=json`;
    expect(refusalOf(await api.call('PUT', path, { text: 'Changed' }))).toMatch(/^format,.*format/);
    expect((await api.call('GET', `/task/${before.id}/`)).json).toEqual(before);
  });
});

describe('without strict mode', () => {
  it('the same requests are answered without what is not understood', async () => {
    const api = openApi({ strict: false });
    const { call } = api;
    const statuses = [
      await call('GET', '/lead/?id__in=lead_1'),
      await call('GET', '/contact/?_fields=id,nmae'),
      await call('POST', '/lead/', { name: 'Acme', nickname: 'A', 'custom.Plan': 'Gold' }),
      await call('POST', '/activity/call/', { lead_id: await anId(api, '/lead/'), quality_info: 'good' }),
      await call('GET', '/event/?object_type=spaceship&action=created'),
      await call('POST', '/export/opportunity/', { format: 'csv', params: { colour: 'red' } }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(statuses.map(({ response }) => response.headers.get('x-closekit-sandbox'))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });

  it('what Close refuses is refused', async () => {
    const { call } = openApi({ strict: false });
    expect((await call('POST', '/lead/', { name: 5 })).json['field-errors']).toEqual({
      name: 'Input should be a valid string',
    });
  });
});

describe('refusals that Close documents', () => {
  it('an email in a status other than draft and sent requires a sender', async () => {
    const api = openApi();
    const lead_id = await anId(api, '/lead/');
    for (const status of ['inbox', 'scheduled', 'outbox', 'error']) {
      const { json } = await api.call('POST', '/activity/email/', { lead_id, status });
      expect(json['field-errors']).toEqual({ sender: `Field required for the status ${status}` });
    }
    for (const status of ['draft', 'sent']) {
      expect((await api.call('POST', '/activity/email/', { lead_id, status })).status).toBe(200);
    }
  });

  it('a draft requires a sender when it is scheduled or sent', async () => {
    const api = openApi();
    const lead_id = await anId(api, '/lead/');
    const { json: draft } = await api.call('POST', '/activity/email/', { lead_id, status: 'draft' });
    const path = `/activity/email/${draft.id}/`;
    for (const status of ['scheduled', 'outbox']) {
      const refused = await api.call('PUT', path, { status });
      expect(refused.json['field-errors']).toEqual({ sender: `Field required for the status ${status}` });
    }
    const sender = 'ada@example.com';
    expect((await api.call('PUT', path, { sender })).status).toBe(200);
    expect((await api.call('PUT', path, { status: 'outbox' })).json).toMatchObject({
      status: 'sent',
      sender,
    });
  });

  it('filters of activities by user, contact or type require a lead', async () => {
    const api = openApi();
    const me = await api.call('GET', '/me/');
    const lead = await anId(api, '/lead/');
    for (const [name, value] of [
      ['user_id', me.json.id],
      ['contact_id', 'cont_1'],
      ['_type', 'Note'],
    ]) {
      const { json } = await api.call('GET', `/activity/?${name}=${value}`);
      expect(json['field-errors']).toEqual({ [String(name)]: 'This filter requires lead_id' });
      expect((await api.call('GET', `/activity/?${name}=${value}&lead_id=${lead}`)).status).toBe(200);
    }
  });

  it('the order by activity_at requires a lead, and its filters that order', async () => {
    const api = openApi();
    const lead = await anId(api, '/lead/');
    const since = 'activity_at__gte=2020-01-01T00:00:00Z';
    const refused = await api.call('GET', `/activity/?${since}&_order_by=-activity_at`);
    expect(refused.json['field-errors']).toEqual({ _order_by: 'This order requires lead_id' });
    const unordered = await api.call('GET', `/activity/?${since}&lead_id=${lead}`);
    expect(unordered.json['field-errors']).toEqual({
      activity_at__gte: 'This filter requires _order_by=-activity_at',
    });
    const path = `/activity/?${since}&lead_id=${lead}&_order_by=-activity_at`;
    expect((await api.call('GET', path)).status).toBe(200);
  });

  it('an order that does not exist is refused', async () => {
    const { call } = openApi();
    for (const path of ['/opportunity/', '/task/', '/user/']) {
      const { status, json } = await call('GET', `${path}?_order_by=colour`);
      expect({ path, status, fields: Object.keys(json['field-errors']) }).toEqual({
        path,
        status: 400,
        fields: ['_order_by'],
      });
    }
  });

  it('a status is given by label or by id, not by both', async () => {
    const api = openApi();
    const { json } = await api.call('GET', '/status/lead/');
    const [{ id, label }] = json.data;
    const refused = await api.call('POST', '/lead/', { status: label, status_id: id });
    expect(Object.keys(refused.json['field-errors'])).toEqual(['status']);
    expect((await api.call('POST', '/lead/', { status: label })).json.status_id).toBe(id);
  });

  it('a range takes a date', async () => {
    const { call } = openApi();
    const { json } = await call('GET', '/task/?date_created__gt=yesterday');
    expect(Object.keys(json['field-errors'])).toEqual(['date_created__gt']);
  });

  it('a delete responds with an empty object, or 204 where the contract says so', async () => {
    const api = openApi();
    const lead = await api.call('DELETE', `/lead/${await anId(api, '/lead/')}/`);
    expect(lead).toMatchObject({ status: 200, json: {} });
    expect(await lead.response.clone().text()).toBe('{}');
    const pipeline = await api.call('POST', '/pipeline/', { name: 'Third' });
    const removed = await api.call('DELETE', `/pipeline/${pipeline.json.id}/`);
    expect(removed).toMatchObject({ status: 204, json: undefined });
  });
});

describe('a body', () => {
  it('is refused when it is nested too deeply, whatever reads it', async () => {
    const { call } = openApi({ leads: 0 });
    let query: object = { type: 'match_all' };
    for (let level = 0; level < 1_000; level += 1) query = { type: 'not', query };
    for (const [path, body] of [
      ['/data/search/', { query }],
      ['/lead/', { name: 'Acme', custom: query }],
    ] as const) {
      const { status, json } = await call('POST', path, body);
      expect({ status, errors: json.errors }).toEqual({
        status: 400,
        errors: ['The body is nested too deeply.'],
      });
    }
  });
});
