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

  it('refuses unknown queries', async () => {
    const { search } = await searching();
    expect((await search({ type: 'magic' })).json['field-errors']).toEqual({
      query: expect.stringContaining("type: Input should be 'and', 'or'"),
    });
    expect((await search(leadField('name', { type: 'magic' }))).status).toBe(400);
  });
});
