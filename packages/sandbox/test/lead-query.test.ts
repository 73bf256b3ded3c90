import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { queryCases } from './lead-queries.ts';
import type { Ids, LeadFacts, Row } from './lead-queries.ts';
import { openApi } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

/** A sandbox with one more lead, which has what seeded leads lack. */
async function openWithFixture(leads: number): Promise<OpenApi & { ids: Ids }> {
  const api = openApi({ leads });
  await api.call('POST', '/lead/', {
    name: 'Bar & Foo',
    contacts: [{ title: 'CEO', emails: [{ email: 'foo@example.com' }, { email: 'bar@foo.example' }] }],
    addresses: [{ city: 'Berlin', country: 'DE' }],
  });
  const { json: me } = await api.call('GET', '/me/');
  const { json: fields } = await api.call('GET', '/custom_field/lead/');
  const { json: statuses } = await api.call('GET', '/status/lead/');
  const { json: stages } = await api.call('GET', '/status/opportunity/');
  const ids: Ids = {
    user: me.id,
    industry: idOf(fields.data, 'Industry'),
    employees: idOf(fields.data, 'Employees'),
    leadStatus: (label) => idOf(statuses.data, label),
    won: idOf(stages.data, 'Won'),
  };
  return { ...api, ids };
}

function idOf(rows: Row[], name: string): string {
  return rows.find((row) => row.name === name || row.label === name)?.id ?? '';
}

function rowsOf(rows: Row[], lead: Row, type?: string): Row[] {
  const ofLead = rows.filter((row) => row.lead_id === lead.id);
  return type === undefined ? ofLead : ofLead.filter(({ _type: kind }) => kind === type);
}

async function allOf({ call }: OpenApi, path: string, more = ''): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const limit = path === '/lead/' ? 200 : 1000;
    const { json } = await call('GET', `${path}?_limit=${limit}&_skip=${rows.length}${more}`);
    rows.push(...json.data);
    if (!json.has_more) return rows;
  }
}

async function readFacts(api: OpenApi): Promise<LeadFacts[]> {
  const [leads, activities] = [await allOf(api, '/lead/'), await allOf(api, '/activity/')];
  const tasks = await allOf(api, '/task/', '&_type=all');
  return leads.map((lead) => ({
    lead,
    tasks: rowsOf(tasks, lead),
    calls: rowsOf(activities, lead, 'Call'),
    emails: rowsOf(activities, lead, 'Email'),
    sms: rowsOf(activities, lead, 'SMS'),
    activities: rowsOf(activities, lead),
  }));
}

async function countByText({ call }: OpenApi, text: string): Promise<number> {
  const { status, json } = await call('GET', `/lead/?_limit=1&_fields=id&query=${encodeURIComponent(text)}`);
  expect([text, status]).toEqual([text, 200]);
  return json.total_results;
}

async function countBySearch({ call }: OpenApi, query: object): Promise<number> {
  const body = { query, results_limit: 0, include_counts: true };
  const { status, json } = await call('POST', '/data/search/', body);
  expect([status, json['field-errors']]).toEqual([200, undefined]);
  return json.count.total;
}

describe('the queries that integrators write', () => {
  it('find the leads that a loop over the rows of the API finds, and the search finds', async () => {
    const api = await openWithFixture(300);
    const facts = await readFacts(api);
    expect(facts).toHaveLength(301);
    for (const { text, holds, search, isEmpty } of queryCases(api.ids)) {
      const expected = facts.filter(holds).length;
      expect([text, expected > 0]).toEqual([text, isEmpty !== true]);
      expect([text, await countByText(api, text)]).toEqual([text, expected]);
      const bySearch = search === undefined ? expected : await countBySearch(api, search);
      expect([text, bySearch]).toEqual([text, expected]);
    }
  });

  it('find as many leads among 5,000 as the search', async () => {
    const api = await openWithFixture(5000);
    const counts = new Map<object, number>();
    for (const { text, search, isEmpty } of queryCases(api.ids)) {
      const found = await countByText(api, text);
      expect([text, found > 0]).toEqual([text, isEmpty !== true]);
      if (search === undefined) continue;
      const count = counts.get(search) ?? (await countBySearch(api, search));
      counts.set(search, count);
      expect([text, count]).toEqual([text, found]);
    }
  });

  it.each([
    ['((', 'The query must have a condition here (character 3 of the query).'],
    ['status:', '`status` must be followed by a value (character 8 of the query).'],
    ['in:"Smart View"', 'The sandbox does not know the field "in" (character 1 of the query).'],
    ['email_opened > 0', 'The sandbox does not know the field "email_opened" (character 1 of the query).'],
  ])('are refused by name if the sandbox cannot answer: %s', async (text, message) => {
    const { call } = openApi({ leads: 3 });
    const { status, json, response } = await call('GET', `/lead/?query=${encodeURIComponent(text)}`);
    expect([status, json['field-errors']]).toEqual([400, { query: message }]);
    expect(response.headers.get('x-closekit-sandbox')).toBe('not-understood');
  });
});

describe('the README', () => {
  it('lists queries that the sandbox understands', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, section = ''] = /^## Query text and search$(.*?)^## /ms.exec(readme) ?? [];
    const cells = [...section.matchAll(/^\| (`.*?) +\|/gm)].map(([, cell = '']) => cell);
    const queries = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text));
    expect(queries.length).toBeGreaterThan(50);
    const api = openApi({ leads: 20 });
    for (const text of queries) expect(await countByText(api, text)).toBeTypeOf('number');
  });
});

describe('the queries of /opportunity/', () => {
  it('find opportunities by a text about them, or about their leads', async () => {
    const api = openApi({ leads: 60 });
    const all = await allOf(api, '/opportunity/');
    const leads = await allOf(api, '/lead/');
    const potential = leads.filter(({ status_label: label }) => label === 'Potential').map(({ id }) => id);
    const found = async (query: string): Promise<Row[]> => allOf(api, '/opportunity/', `&${query}`);
    const won = await found('query=status:"Won"');
    expect(won.length).toBeGreaterThan(0);
    expect(won).toEqual(all.filter(({ status_label: label }) => label === 'Won'));
    const ofPotential = await found('lead_query=status:"Potential"');
    expect(ofPotential.length).toBeGreaterThan(0);
    expect(ofPotential).toEqual(all.filter(({ lead_id: leadId }) => potential.includes(leadId)));
    expect(await found('lead_query=status:"Potential"&query=value > 0')).toEqual(
      ofPotential.filter(({ value }) => value > 0),
    );
  });

  it('find the opportunities of the leads of a Smart View', async () => {
    const api = openApi({ leads: 60 });
    const { json } = await api.call('GET', '/saved_search/');
    const view = json.data.find(({ name }: Row) => name === 'In conversation');
    const bySmartView = await allOf(api, '/opportunity/', `&lead_saved_search_id=${view.id}`);
    expect(bySmartView.length).toBeGreaterThan(0);
    expect(bySmartView).toEqual(await allOf(api, '/opportunity/', '&lead_query=status:"Contacted"'));
    const { status } = await api.call('GET', '/opportunity/?lead_saved_search_id=save_none');
    expect(status).toBe(400);
  });

  it('are refused by name if the sandbox does not understand them', async () => {
    const { call } = openApi({ leads: 3 });
    for (const query of ['query=shoe_size:42', 'lead_query=shoe_size:42']) {
      const { status, json } = await call('GET', `/opportunity/?${query}`);
      expect([status, json.errors]).toEqual([400, [expect.stringContaining('"shoe_size" (character 1')]]);
    }
  });
});

async function countOf({ sandbox, accessToken }: OpenApi, offset: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}`, 'x-tz-offset': offset };
  const response = await sandbox.fetch(`${sandbox.origin}/api/v1/lead/?query=created:today`, { headers });
  const json = await response.json();
  return json.total_results ?? [response.status, json['field-errors']['x-tz-offset']];
}

describe('the header x-tz-offset', () => {
  it('moves the days of a query', async () => {
    const midnight = Date.UTC(2026, 10, 23);
    let now = midnight - 60_000;
    const api = openApi({ leads: 0, now: () => now });
    await api.call('POST', '/lead/', { name: 'Late' });
    now = midnight + 60_000;
    expect([await countOf(api, '0'), await countOf(api, '-5.0'), await countOf(api, '+2')]).toEqual([
      0, 1, 1,
    ]);
  });

  it('is refused if it is not a number of hours', async () => {
    const message = 'The header `x-tz-offset` must be a number of hours from -14 to 14, not "Europe/Rome".';
    expect(await countOf(openApi({ leads: 0 }), 'Europe/Rome')).toEqual([400, message]);
    expect(await countOf(openApi({ leads: 0, strict: false }), 'Europe/Rome')).toBe(0);
  });
});
