import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

const allLeads = { type: 'object_type', object_type: 'lead' };

function leadField(field_name: string, condition: object) {
  return {
    type: 'field_condition',
    field: { type: 'regular_field', object_type: 'lead', field_name },
    condition,
  };
}

const related = (this_object_type: string, related_object_type: string) => ({
  type: 'has_related',
  this_object_type,
  related_object_type,
  related_query: { type: 'match_all' },
});

async function searching() {
  const api = openApi();
  const { json: acme } = await api.call('POST', '/lead/', {
    name: 'Acme Rockets',
    status: 'Qualified',
    contacts: [
      { name: 'Ada Byron', title: 'Founder', emails: [{ email: 'ada@acme.example', type: 'office' }] },
    ],
  });
  const search = (query: object, more: object = {}) =>
    api.call('POST', '/data/search/', { query, _limit: 200, ...more });
  const ids = async (...queries: object[]) => {
    const { json } = await search({ type: 'and', queries: [allLeads, ...queries] });
    return json.data.map(({ id }: { id: string }) => id);
  };
  return { ...api, acme, search, ids };
}

describe('/data/search/', () => {
  it('returns ids and types, or the requested fields', async () => {
    const { acme, search } = await searching();
    const query = { type: 'and', queries: [allLeads, { type: 'id', value: acme.id }] };
    expect((await search(query)).json).toEqual({
      data: [{ __object_type: 'lead', id: acme.id }],
      cursor: null,
    });
    const { json } = await search(query, { _fields: { lead: ['name', 'contacts'] } });
    expect(json.data[0]).toMatchObject({ name: 'Acme Rockets', contacts: [{ name: 'Ada Byron' }] });
    expect((await search(query, { _fields: { lead: ['nope'] } })).status).toBe(400);
  });

  it('supports text, conditions and related objects', async () => {
    const { acme, ids, sandbox } = await searching();
    const qualified =
      sandbox.organizations[0]?.leadStatuses.find(({ label }) => label === 'Qualified')?.id ?? '';
    expect(await ids({ type: 'text', value: 'rockets acme', mode: 'full_words' })).toEqual([acme.id]);
    expect(await ids({ type: 'text', value: 'rockets acme', mode: 'phrase' })).toEqual([]);
    expect(await ids(leadField('name', { type: 'text', value: 'acme', mode: 'full_words' }))).toEqual([
      acme.id,
    ]);
    const inStatus = leadField('status_id', {
      type: 'reference',
      reference_type: 'status.lead',
      object_ids: [qualified],
    });
    expect(await ids(inStatus)).toContain(acme.id);
    const hasEmail = {
      type: 'has_related',
      this_object_type: 'lead',
      related_object_type: 'contact_email',
      related_query: {
        type: 'field_condition',
        field: { type: 'regular_field', object_type: 'contact_email', field_name: 'email' },
        condition: { type: 'text', value: 'acme.example', mode: 'phrase' },
      },
    };
    expect(await ids(hasEmail)).toEqual([acme.id]);
  });

  it('combines with and, or and negate', async () => {
    const { acme, ids } = await searching();
    const isAcme = { type: 'id', value: acme.id };
    expect(await ids({ ...isAcme, negate: true })).toHaveLength(40);
    expect(await ids({ type: 'or', queries: [isAcme, { type: 'id', value: 'lead_none' }] })).toEqual([
      acme.id,
    ]);
    expect(await ids({ type: 'match_all' })).toHaveLength(41);
  });

  it('supports numbers, moments, the current user and existence', async () => {
    const { acme, ids } = await searching();
    expect(await ids(leadField('addresses_count', { type: 'number_range', lt: 1 }))).toEqual([acme.id]);
    const today = { type: 'start_end_of_predefined_relative_period', range: 'today', which: 'start' };
    expect(await ids(leadField('date_created', { type: 'moment_range', on_or_after: today }))).toEqual([
      acme.id,
    ]);
    const aDayAgo = { type: 'offset', direction: 'past', moment: { type: 'now' }, offset: { days: 1 } };
    expect(await ids(leadField('date_created', { type: 'moment_range', before: aDayAgo }))).not.toContain(
      acme.id,
    );
    expect(await ids(leadField('created_by', { type: 'current_user' }))).toContain(acme.id);
    expect(await ids({ ...leadField('url', { type: 'exists' }), negate: true })).toEqual([acme.id]);
  });

  it('finds contacts and sorts', async () => {
    const { search } = await searching();
    const { json } = await search(
      { type: 'object_type', object_type: 'contact' },
      {
        _fields: { contact: ['name'] },
        sort: [
          { direction: 'asc', field: { type: 'regular_field', object_type: 'contact', field_name: 'name' } },
        ],
      },
    );
    const names = json.data.map(({ name }: { name: string }) => name);
    expect(names[0]).toBe('Ada Byron');
    expect(names).toEqual(names.toSorted());
  });

  it('pages by a cursor that expires after thirty seconds', async () => {
    const { search, sandbox } = await searching();
    const first = (await search(allLeads, { _limit: 30 })).json;
    const second = (await search(allLeads, { _limit: 30, cursor: first.cursor })).json;
    expect([first.data.length, second.data.length, second.cursor]).toEqual([30, 11, null]);
    sandbox.clock.advance(30_000);
    const { status, json } = await search(allLeads, { cursor: first.cursor });
    expect([status, json['field-errors']]).toEqual([400, { cursor: 'Expired cursor' }]);
  });

  it('counts, and caps by results_limit', async () => {
    const { search } = await searching();
    const counted = await search(allLeads, { results_limit: 0, include_counts: true });
    expect(counted.json).toEqual({ data: [], cursor: null, count: { limited: 0, total: 41 } });
    const capped = await search(allLeads, { results_limit: 5, include_counts: true });
    expect([capped.json.data.length, capped.json.cursor, capped.json.count.limited]).toEqual([5, null, 5]);
  });

  it('finds whole words, a phrase, or the beginnings of words', async () => {
    const { acme, ids } = await searching();
    const found = (value: string, mode: string) => ids(leadField('name', { type: 'text', value, mode }));
    expect(await found('rock acm', 'beginning_of_words')).toEqual([acme.id]);
    expect(await found('rock acm', 'full_words')).toEqual([]);
    expect(await found('rockets acme', 'phrase')).toEqual([]);
    expect(await ids({ type: 'text', value: 'ada@ac', mode: 'beginning_of_words' })).toEqual([acme.id]);
  });

  it('finds by smart fields, and returns them by name', async () => {
    const { call, acme, ids, search } = await searching();
    const [pipeline] = (await call('GET', '/pipeline/')).json.data;
    const won = pipeline.statuses.find(({ type }: { type: string }) => type === 'won').id;
    for (const [value, value_period] of [
      [1000, 'monthly'],
      [500, 'one_time'],
    ]) {
      await call('POST', '/opportunity/', { lead_id: acme.id, status_id: won, value, value_period });
    }
    await call('POST', '/activity/call/', { lead_id: acme.id, direction: 'inbound', duration: 30 });
    const total = leadField('total_annualized_won_opportunity_value', { type: 'number_range', gte: 12_500 });
    expect(await ids(total, { type: 'id', value: acme.id })).toEqual([acme.id]);
    const names = [
      'avg_monthly_won_opportunity_value',
      'max_one_time_opportunity_value',
      'min_annual_opportunity_value',
      'total_one_time_lost_opportunity_value',
      'num_incoming_calls',
      'num_outgoing_calls',
      'last_call_duration',
      'num_email_addresses',
      'primary_opportunity_value',
      'next_task_date',
    ];
    const { json } = await search({ type: 'id', value: acme.id }, { _fields: { lead: names } });
    expect(names.map((name) => json.data[0][name])).toEqual([1000, 500, null, 0, 1, 0, 30, 1, 500, null]);
  });

  it('finds the results of a Smart View, but not those of one that does not exist', async () => {
    const { call, acme, ids, search } = await searching();
    const { json: view } = await call('POST', '/saved_search/', {
      name: 'Acme',
      type: 'lead',
      s_query: { query: { type: 'id', value: acme.id } },
    });
    const saved = { type: 'saved_search', saved_search_id: view.id };
    expect(await ids(saved)).toEqual([acme.id]);
    expect(await ids({ ...saved, negate: true })).toHaveLength(40);
    const { status, json } = await search({ ...saved, saved_search_id: 'save_none' });
    expect([status, json['field-errors']]).toEqual([400, { query: 'This Smart View does not exist' }]);
    await call('PUT', `/saved_search/${view.id}/`, { s_query: { query: saved } });
    expect((await search(saved)).json['field-errors']).toEqual({
      query: 'A query must not be nested deeper than 100.',
    });
  });

  it('finds custom objects, and contacts by their leads', async () => {
    const { call, acme, search } = await searching();
    const [type] = (await call('GET', '/custom_object_type/')).json.data;
    const { json: object } = await call('POST', '/custom_object/', {
      custom_object_type_id: type.id,
      lead_id: acme.id,
      name: 'Ten pallets',
    });
    const isAcme = { type: 'id', value: acme.id };
    const ofLead = (this_object_type: string, object_type = this_object_type) =>
      search({
        type: 'and',
        queries: [
          { type: 'object_type', object_type },
          {
            type: 'has_related',
            this_object_type,
            related_object_type: 'lead',
            related_query: isAcme,
          },
        ],
      });
    expect((await ofLead('custom_object')).json.data).toEqual([
      { __object_type: 'custom_object', id: object.id },
    ]);
    expect((await ofLead('contact')).json.data).toHaveLength(1);
    expect((await ofLead('lead', 'contact')).status).toBe(400);
  });

  it('refuses by name what it does not understand, and finds nothing for it if not strict', async () => {
    const strict = await searching();
    const loose = openApi({ strict: false });
    const field = (name: string) => leadField(name, { type: 'exists' });
    const never = leadField('date_created', { type: 'moment_range', on_or_afer: null });
    const types = ['lead', 'contact'].map((object_type) => ({ type: 'object_type', object_type }));
    const custom = { type: 'custom_field', custom_field_id: 'cf_no' };
    for (const [query, message] of [
      [{ type: 'object_type', object_type: 'role' }, 'search for objects of the type "role"'],
      [{ type: 'or', queries: types }, 'search for objects of the type "lead" and "contact"'],
      [{ type: 'text', value: 'a', mode: 'fuzzy' }, 'the text mode "fuzzy"'],
      [field('shoe_size'), 'the field "shoe_size" of "lead"'],
      [field('constructor'), 'the field "constructor" of "lead"'],
      [
        { type: 'field_condition', field: custom, condition: { type: 'exists' } },
        'the field "cf_no" of "lead"',
      ],
      [leadField('name', { type: 'boolean', value: true }), 'the condition "boolean" on the field "name"'],
      [never, 'on_or_afer'],
      [{ type: 'match_all', negated: true }, 'negated'],
      [related('lead', 'fax'), 'relate "fax" to "lead"'],
      [related('contact', 'task'), 'relate "task" to "contact" in a query for "lead"'],
    ] as const) {
      const { status, json, response } = await strict.search(query);
      expect([status, json['field-errors'].query]).toEqual([400, expect.stringContaining(message)]);
      expect(response.headers.get('x-closekit-sandbox')).toBe('not-understood');
    }
    const answer = await loose.call('POST', '/data/search/', { query: field('shoe_size') });
    expect([answer.status, answer.json.data]).toEqual([200, []]);
    const sort = [
      { direction: 'asc', field: { type: 'regular_field', object_type: 'lead', field_name: 'no' } },
    ];
    expect((await strict.search(allLeads, { sort })).status).toBe(400);
  });
});
