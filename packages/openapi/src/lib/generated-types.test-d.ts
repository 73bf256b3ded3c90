import { describe, expectTypeOf, it } from 'vitest';
import type { components, operations } from '../../../client/src/generated/schema.ts';

type Schemas = components['schemas'];
type Lead = Schemas['Lead'];
type Activity = Schemas['Activity'];

declare const lead: Lead;
declare const activity: Activity;

describe('custom fields', () => {
  it('are read under custom.… keys', () => {
    expectTypeOf(lead['custom.cf_1']).toEqualTypeOf<Schemas['CustomFieldValue'] | undefined>();
    expectTypeOf<Schemas['CustomFieldValue']>().toEqualTypeOf<string | number | boolean | string[] | null>();
  });

  it('allow no other key', () => {
    // @ts-expect-error -- no such member
    expectTypeOf(lead['smart_field']);
    expectTypeOf(lead.name).toEqualTypeOf<string | null>();
  });

  it('are written together with the other members', () => {
    expectTypeOf({ name: 'Northwind', 'custom.cf_1.add': 'Rye' }).toExtend<Schemas['LeadUpdate']>();
    expectTypeOf({ 'custom.cf_1': { nested: true } }).not.toExtend<Schemas['LeadUpdate']>();
  });
});

describe('activities', () => {
  it('narrow by _type', () => {
    expectTypeOf<Extract<Activity, { _type: 'Note' }>['note_html']>().toBeString();
    expectTypeOf<Extract<Activity, { _type: 'LeadStatusChange' }>['new_status_id']>().toBeString();
    expectTypeOf<Extract<Activity, { _type: 'Call' }>['cost']>().toEqualTypeOf<string | null | undefined>();
  });

  it('share the members of every activity', () => {
    expectTypeOf(activity.lead_id).toEqualTypeOf<string | null>();
    // @ts-expect-error -- only notes and meetings have one
    expectTypeOf(activity.note_html);
  });
});

describe('search', () => {
  it('keeps object types open', () => {
    expectTypeOf<'lead'>().toExtend<Schemas['SearchObjectType']>();
    expectTypeOf<string>().toExtend<Schemas['SearchObjectType']>();
  });

  it('nests queries', () => {
    const query: Schemas['SearchQuery'] = {
      type: 'and',
      queries: [{ type: 'or', negate: true, queries: [] }],
    };
    expectTypeOf(query).toExtend<Schemas['SearchRequest']['query']>();
  });

  it('refuses a condition without its values', () => {
    expectTypeOf({ type: 'term' } as const).not.toExtend<Schemas['SearchCondition']>();
  });
});

describe('operations', () => {
  it('take lists as arrays, or as one value', () => {
    type Query = NonNullable<operations['leads_list']['parameters']['query']>;
    expectTypeOf<Query['_fields']>().toEqualTypeOf<string | readonly string[] | undefined>();
  });

  it('have optional members where Close has defaults', () => {
    expectTypeOf<{ _type: 'lead'; lead_id: string; text: string }>().toExtend<Schemas['TaskCreate']>();
  });
});
