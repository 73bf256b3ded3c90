import { closeDocument } from '@closekit/openapi';
import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

type Schema = any; // oxlint-disable-line typescript/no-explicit-any -- schemas of any shape

const schemas: Schema = closeDocument.components?.schemas;

/** The `type` of each alternative of a schema. */
function typesOf(name: string): string[] {
  return schemas[name].oneOf.flatMap(({ $ref }: Schema) => {
    const { type } = schemas[$ref.split('/').at(-1)].properties;
    return type.enum ?? [type.const];
  });
}

function knownValues(name: string): string[] {
  return schemas[name]['x-closekit-known-values'];
}

function fieldOf(object_type: string, field_name: string, condition: object): object {
  return {
    type: 'field_condition',
    field: { type: 'regular_field', object_type, field_name },
    condition,
  };
}

const everything = { type: 'match_all' };
const exists = { type: 'exists' };
const now = { type: 'now' };

function related(related_object_type: string, related_query: object): object {
  return { type: 'has_related', this_object_type: 'lead', related_object_type, related_query };
}

function since(moment: object): object {
  return fieldOf('lead', 'date_created', { type: 'moment_range', on_or_after: moment, before: null });
}

async function opened() {
  const { call } = openApi({ leads: 20 });
  const { json: views } = await call('GET', '/saved_search/');
  const { json: fields } = await call('GET', '/custom_field/lead/');
  return {
    viewId: views.data[0].id,
    fieldId: fields.data[0].id,
    statusOf: async (query: object) => {
      const { status, json } = await call('POST', '/data/search/', { query, results_limit: 1 });
      return [query, status, json.errors];
    },
  };
}

describe('the grammar of the search', () => {
  it('is understood: every query of the contract', async () => {
    const { viewId, fieldId, statusOf } = await opened();
    const queries: Record<string, object> = {
      and: { queries: [everything] },
      or: { queries: [everything] },
      object_type: { object_type: 'lead' },
      id: { value: 'lead_1' },
      text: { value: 'a', mode: 'phrase' },
      field_condition: { field: { type: 'custom_field', custom_field_id: fieldId }, condition: exists },
      has_related: related('contact', everything),
      saved_search: { saved_search_id: viewId },
      match_all: {},
    };
    expect(Object.keys(queries).toSorted()).toEqual(typesOf('SearchQuery').toSorted());
    for (const [type, members] of Object.entries(queries)) {
      for (const negate of [true, false]) {
        const query = { ...members, type, negate };
        expect(await statusOf(query)).toEqual([query, 200, undefined]);
      }
    }
  });

  it('is understood: every condition and text mode of the contract', async () => {
    const { statusOf } = await opened();
    const user = { reference_type: 'user', object_ids: ['user_1'] };
    const conditions: Record<string, [object_type: string, field_name: string, members: object]> = {
      text: ['lead', 'name', { value: 'a', mode: 'full_words' }],
      term: ['lead', 'status_id', { values: ['stat_1'] }],
      boolean: ['task', 'is_complete', { value: true }],
      exists: ['lead', 'url', {}],
      current_user: ['lead', 'created_by', {}],
      reference: ['lead', 'updated_by', user],
      number_range: ['lead', 'num_phone_numbers', { gt: 0, gte: 1, lt: 9, lte: 8 }],
      moment_range: [
        'lead',
        'last_lead_status_change_date',
        { on_or_after: now, before: null, after: now, on_or_before: now },
      ],
    };
    expect(Object.keys(conditions).toSorted()).toEqual(typesOf('SearchCondition').toSorted());
    for (const [type, [objectType, name, members]] of Object.entries(conditions)) {
      const field = fieldOf(objectType, name, { ...members, type });
      const query = objectType === 'lead' ? field : related(objectType, field);
      expect(await statusOf(query)).toEqual([query, 200, undefined]);
    }
    for (const mode of knownValues('SearchTextMode')) {
      const query = { type: 'text', value: 'a', mode };
      expect(await statusOf(query)).toEqual([query, 200, undefined]);
    }
  });

  it('is understood: every moment and period of the contract', async () => {
    const { statusOf } = await opened();
    const moments: Record<string, object> = {
      now: {},
      fixed_utc: { value: '2026-11-01T00:00:00Z' },
      fixed_local_date: { value: '2026-11-01', which: 'end' },
      start_end_of_predefined_relative_period: { range: 'today', which: 'start' },
      offset: { direction: 'past', moment: now, offset: { years: 1, days: 2 }, which_day_end: 'end' },
    };
    expect(Object.keys(moments).toSorted()).toEqual(typesOf('SearchMoment').toSorted());
    const type = 'start_end_of_predefined_relative_period';
    const periods = knownValues('SearchPeriod').map((range) => ({ type, range, which: 'start' }));
    const all = [
      ...Object.entries(moments).map(([name, members]) => ({ ...members, type: name })),
      ...periods,
    ];
    for (const moment of all) {
      const query = since(moment);
      expect(await statusOf(query)).toEqual([query, 200, undefined]);
    }
  });

  it('is understood: every type of objects that the contract knows', async () => {
    const { statusOf } = await opened();
    for (const object_type of knownValues('SearchObjectType')) {
      const query = { type: 'object_type', object_type };
      expect(await statusOf(query)).toEqual([query, 200, undefined]);
    }
    for (const type of knownValues('SearchRelatedObjectType')) {
      const query = related(type, everything);
      expect(await statusOf(query)).toEqual([query, 200, undefined]);
    }
  });

  it('has the fields that Close documents', async () => {
    const { statusOf } = await opened();
    const fields: Record<string, string> = {
      lead: 'addresses_count all_urls_count created_by date_created date_updated updated_by description display_name name status_id url',
      contact:
        'created_by date_created date_updated updated_by emails_count phones_count urls_count title lead_id',
      contact_email: 'type email',
      contact_phone: 'type phone',
      contact_url: 'type url',
      address: 'address_1 address_2 city country location state zipcode',
    };
    for (const [type, names] of Object.entries(fields)) {
      for (const name of names.split(' ')) {
        const field = fieldOf(type, name, exists);
        const query = type === 'lead' ? field : related(type, field);
        expect(await statusOf(query)).toEqual([query, 200, undefined]);
      }
    }
  });

  it('has 64 fields for the values of opportunities', async () => {
    const { statusOf } = await opened();
    for (const amount of ['avg', 'min', 'max', 'total']) {
      for (const period of ['annual', 'annualized', 'monthly', 'one_time']) {
        for (const status of ['', 'active_', 'won_', 'lost_']) {
          const query = fieldOf('lead', `${amount}_${period}_${status}opportunity_value`, exists);
          expect(await statusOf(query)).toEqual([query, 200, undefined]);
        }
      }
    }
  });
});
