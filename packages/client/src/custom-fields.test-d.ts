import { describe, expectTypeOf, it } from 'vitest';
import { customFields } from '../test/generated/custom-fields.ts';
import type {
  Contact,
  CustomActivity,
  CustomActivityCreate,
  CustomFieldValue,
  CustomObject,
  CustomObjectUpdate,
  Lead,
  LeadCreate,
  LeadUpdate,
  Opportunity,
  OpportunityUpdate,
} from './generated/models.ts';
import { bearer, createCloseClient } from './index.ts';

const { lead, contact, opportunity, activity, customObject } = customFields;
const close = createCloseClient({ auth: bearer('t') });

describe('custom fields of an organization', () => {
  it('have the types of their definitions when they are read', () => {
    expectTypeOf<Lead[typeof lead.employees]>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<Lead[typeof lead.accountOwner]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<'Software'>().toExtend<Lead[typeof lead.industry]>();
    expectTypeOf<'No longer offered'>().toExtend<Lead[typeof lead.industry]>();
    expectTypeOf<number>().not.toExtend<Lead[typeof lead.industry]>();
    expectTypeOf<'Training'[]>().toExtend<Lead[typeof lead.interests]>();
    expectTypeOf<string | null>().toExtend<Contact[typeof contact.newsletter]>();
    expectTypeOf<Opportunity[typeof opportunity.signedOn]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<CustomActivity[typeof activity.siteVisit.visitors]>().toEqualTypeOf<
      string[] | null | undefined
    >();
    expectTypeOf<CustomObject[typeof customObject.delivery.pallets]>().toEqualTypeOf<
      number | null | undefined
    >();
  });

  it('have them in a selection, too', async () => {
    const found = await close.leads.get('lead_1', { fields: ['id', lead.employees] });
    expectTypeOf(found[lead.employees]).toEqualTypeOf<number | null | undefined>();
  });

  it('accept only valid values when they are written', () => {
    expectTypeOf<LeadUpdate[typeof lead.industry]>().toExtend<
      'Construction' | 'Finance' | 'Healthcare' | 'Hospitality' | 'Logistics' | 'Software' | null | undefined
    >();
    void close.leads.update('lead_1', {
      [lead.employees]: 12,
      [`${lead.interests}.add`]: 'Training',
    } as const);
    // @ts-expect-error a number
    const wrongType: LeadCreate = { [lead.employees]: 'twelve' };
    // @ts-expect-error not one of the choices
    const wrongChoice: LeadUpdate = { [lead.industry]: 'Farming' };
    // @ts-expect-error one value at a time
    const wrongEdit: LeadUpdate = { [`${lead.interests}.add` as const]: ['Training'] };
    // @ts-expect-error not text
    const wrongPallets: CustomObjectUpdate = { [customObject.delivery.pallets]: 'many' };
    const unset: OpportunityUpdate = { [opportunity.signedOn]: null };
    expectTypeOf<CustomActivityCreate[typeof activity.siteVisit.mood]>().toEqualTypeOf<
      'Cold' | 'Warm' | null | undefined
    >();
    void [wrongType, wrongChoice, wrongEdit, wrongPallets, unset];
  });

  it('leave all others with any of the possible values', () => {
    expectTypeOf<Lead['custom.cf_other']>().toEqualTypeOf<CustomFieldValue | undefined>();
  });
});
