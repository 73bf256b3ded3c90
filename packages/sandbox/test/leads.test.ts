import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('/lead/', () => {
  it('pages by _limit and _skip, newest first', async () => {
    const { call } = openApi();
    const first = (await call('GET', '/lead/?_limit=30')).json;
    const second = (await call('GET', '/lead/?_limit=30&_skip=30')).json;
    expect([first.data.length, first.has_more, first.total_results]).toEqual([30, true, 40]);
    expect([second.data.length, second.has_more]).toEqual([10, false]);
    const dates = [...first.data, ...second.data].map(({ date_created }) => date_created);
    expect(dates).toEqual(dates.toSorted((a: string, b: string) => Date.parse(b) - Date.parse(a)));
  });

  it('can have two thousand leads', async () => {
    const { call } = openApi({ leads: 2000 });
    expect((await call('GET', '/lead/?_limit=1')).json.total_results).toBe(2000);
  });

  it('refuses limits above those of Close, naming each field', async () => {
    const { call } = openApi();
    expect(await call('GET', '/lead/?_limit=201&_skip=35001')).toMatchObject({
      status: 400,
      json: {
        errors: [],
        'field-errors': {
          _limit: 'Input should be less than or equal to 200',
          _skip: 'Input should be less than or equal to 35000',
        },
      },
    });
    expect((await call('GET', '/lead/?_limit=many')).status).toBe(400);
  });

  it('returns the named fields, without the id', async () => {
    const { call } = openApi();
    const [lead] = (await call('GET', '/lead/?_limit=1&_fields=name,contacts')).json.data;
    expect(Object.keys(lead)).toEqual(['name', 'contacts']);
    const [custom] = (await call('GET', '/lead/?_limit=1&_fields=custom')).json.data;
    expect(Object.keys(custom).every((name) => name.startsWith('custom.cf_'))).toBe(true);
  });

  it('accepts a long query in the body of a POST that overrides its method', async () => {
    const { sandbox, accessToken } = openApi();
    const response = await sandbox.fetch(`${sandbox.origin}/api/v1/lead/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'x-http-method-override': 'GET' },
      body: JSON.stringify({ _params: { _limit: 2, _fields: 'id' } }),
    });
    expect((await response.json()).data).toHaveLength(2);
    expect((await openApi().call('GET', '/lead/')).json.total_results).toBe(40);
  });

  it('creates nothing when one of the contacts is refused', async () => {
    const { call } = openApi();
    const refused = [{ emails: [{ email: 'no address' }] }, { unknown: 1 }, null, 'Ada'];
    for (const contact of refused) {
      const answer = await call('POST', '/lead/', { name: 'Acme', contacts: [{ name: 'Ada' }, contact] });
      expect(answer.status).toBe(400);
    }
    expect((await call('GET', '/lead/?_limit=1')).json.total_results).toBe(40);
  });

  it('creates a lead with contacts and addresses, in the first status', async () => {
    const { call, sandbox } = openApi();
    const { json: lead } = await call('POST', '/lead/', {
      name: 'Acme',
      contacts: [{ name: 'Ada', emails: [{ email: 'ada@example.com', type: 'office' }] }],
      addresses: [{ city: 'Austin', state: 'TX' }],
    });
    expect(lead).toMatchObject({
      display_name: 'Acme',
      status_label: sandbox.organizations[0]?.leadStatuses[0]?.label,
      contacts: [{ name: 'Ada', lead_id: lead.id }],
      primary_email: { email: 'ada@example.com' },
      primary_address_summary: 'Austin, TX',
    });
    expect((await call('GET', `/lead/${lead.id}/`)).json).toEqual(lead);
    expect((await call('GET', `/activity/?lead_id=${lead.id}`)).json.data).toMatchObject([
      { _type: 'Created' },
    ]);
  });

  it('changes only sent fields, clears with null, and logs a status change', async () => {
    const { call } = openApi();
    const { json: lead } = await call('POST', '/lead/', {
      name: 'Acme',
      description: 'Old',
      url: 'https://a.example',
    });
    const { json: changed } = await call('PUT', `/lead/${lead.id}/`, {
      description: null,
      status: 'Qualified',
    });
    expect(changed).toMatchObject({
      name: 'Acme',
      description: null,
      url: 'https://a.example',
      status_label: 'Qualified',
    });
    const { json: log } = await call('GET', `/activity/?lead_id=${lead.id}&_type=LeadStatusChange`);
    expect(log.data).toMatchObject([{ old_status_label: 'Potential', new_status_label: 'Qualified' }]);
  });

  it('refuses an unknown status', async () => {
    const { call } = openApi();
    const { json } = await call('POST', '/lead/', { status_id: 'stat_none' });
    expect(json).toEqual({ errors: [], 'field-errors': { status_id: 'This status does not exist' } });
  });

  it('deletes a lead with its records, and returns an empty object', async () => {
    const { call } = openApi();
    const { json: lead } = await call('POST', '/lead/', { contacts: [{ name: 'Ada' }] });
    expect(await call('DELETE', `/lead/${lead.id}/`)).toMatchObject({ status: 200, json: {} });
    expect((await call('GET', `/lead/${lead.id}/`)).json).toEqual({ error: expect.any(String) });
    expect((await call('GET', `/contact/${lead.contact_ids[0]}/`)).status).toBe(404);
  });

  it('merges two leads: everything moves to the destination', async () => {
    const { call } = openApi();
    const { json: source } = await call('POST', '/lead/', { name: 'Twin', contacts: [{ name: 'Ada' }] });
    const { json: destination } = await call('POST', '/lead/', { name: 'Acme' });
    await call('POST', '/activity/note/', { lead_id: source.id, note: 'Kept' });
    await call('POST', '/lead/merge/', { source: source.id, destination: destination.id });
    expect((await call('GET', `/lead/${source.id}/`)).status).toBe(404);
    expect((await call('GET', `/lead/${destination.id}/`)).json.contact_ids).toEqual(source.contact_ids);
    const { json: log } = await call('GET', `/activity/?lead_id=${destination.id}&_type=Note,LeadMerge`);
    expect(log.data.map(({ _type: type }: { _type: string }) => type).toSorted()).toEqual([
      'LeadMerge',
      'Note',
    ]);
  });
});

describe('custom fields', () => {
  it('are flat keys: set, edited by .add and .remove, cleared by null', async () => {
    const { call, sandbox } = openApi();
    const field = sandbox.organizations[0]?.customFields.find(({ name }) => name === 'Interests');
    const key = `custom.${field?.id}`;
    const { json: lead } = await call('POST', '/lead/', { [key]: ['Training'] });
    expect(lead[key]).toEqual(['Training']);
    const path = `/lead/${lead.id}/`;
    expect((await call('PUT', path, { [`${key}.add`]: 'Support' })).json[key]).toEqual([
      'Training',
      'Support',
    ]);
    expect((await call('PUT', path, { [`${key}.remove`]: 'Training' })).json[key]).toEqual(['Support']);
    expect((await call('PUT', path, { [key]: null })).json).not.toHaveProperty([key]);
  });

  it('are checked: the field, its type and its choices', async () => {
    const { call, sandbox } = openApi();
    const idOf = (name: string) =>
      sandbox.organizations[0]?.customFields.find((field) => field.name === name)?.id;
    expect((await call('POST', '/lead/', { 'custom.cf_none': 'x' })).status).toBe(400);
    expect((await call('POST', '/lead/', { [`custom.${idOf('Employees')}`]: 'many' })).status).toBe(400);
    expect((await call('POST', '/lead/', { [`custom.${idOf('Industry')}`]: 'Alchemy' })).status).toBe(400);
  });
});

async function names(query: string): Promise<string[]> {
  const { call } = openApi();
  await call('POST', '/lead/', {
    name: 'Zebra Works',
    status: 'Qualified',
    contacts: [{ name: 'Ada Byron', emails: [{ email: 'ada@zebra.example', type: 'office' }] }],
  });
  await call('POST', '/lead/', { name: 'Zebra Stripes', status: 'Contacted' });
  const { json } = await call('GET', `/lead/?_fields=name&query=${encodeURIComponent(query)}`);
  return json.data.map(({ name }: { name: string }) => name);
}

describe('the query of /lead/', () => {
  it('finds words of names, contacts, emails and phrases', async () => {
    expect(await names('zebra')).toEqual(['Zebra Works', 'Zebra Stripes']);
    expect(await names('ada byron')).toEqual(['Zebra Works']);
    expect(await names('ada@zebra.example')).toEqual(['Zebra Works']);
    expect(await names('"zebra stripes"')).toEqual(['Zebra Stripes']);
  });

  it('supports fields, negation and sorting', async () => {
    expect(await names('zebra status:"Contacted"')).toEqual(['Zebra Stripes']);
    expect(await names('name:zebra not status:Contacted')).toEqual(['Zebra Works']);
    expect(await names('zebra sort:name')).toEqual(['Zebra Stripes', 'Zebra Works']);
    expect(await names('date_created >= 2026-11-23')).toEqual(['Zebra Works', 'Zebra Stripes']);
  });
});

describe('the API', () => {
  it('checks the credential first', async () => {
    const { sandbox } = openApi();
    const response = await sandbox.fetch(`${sandbox.origin}/api/v1/nothing/`);
    expect([response.status, await response.json()]).toEqual([401, { error: expect.any(String) }]);
  });

  it('returns 404 and 405 with one sentence', async () => {
    const { call } = openApi();
    expect(await call('GET', '/nothing/')).toMatchObject({
      status: 404,
      json: { error: expect.any(String) },
    });
    expect(await call('DELETE', '/lead/')).toMatchObject({
      status: 405,
      json: { error: expect.any(String) },
    });
  });

  it('serves paths without the trailing slash too', async () => {
    expect((await openApi().call('GET', '/me')).status).toBe(200);
  });

  it('refuses what is not a JSON object', async () => {
    const { sandbox, accessToken } = openApi();
    const send = async (body: string) =>
      sandbox.fetch(`${sandbox.origin}/api/v1/lead/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
        body,
      });
    expect((await send('{"name":')).status).toBe(400);
    expect((await send('[]')).status).toBe(400);
  });
});
