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
