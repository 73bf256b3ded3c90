import { isRecord } from '../../base/is-record.ts';
import type { CustomValues } from '../../model/rows/authorship.ts';
import { newContactRow, newLeadRow } from '../../model/rows/record-rows.ts';
import type { ContactRow } from '../../model/rows/record-rows.ts';
import { newOrigin } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn, checkReferences, readMembers, routesOfRecord } from '../base/record.ts';
import { checkField } from '../base/api-refusal.ts';
import { customPatch } from '../base/custom-values.ts';
import { filterTest, readersOf } from '../base/filter-rows.ts';
import { renderContact } from '../render/records.ts';

export const contactRoutes: readonly ApiRoute[] = routesOfRecord<ContactRow>({
  path: '/contact/',
  table: ({ contacts }) => contacts,
  test: ({ query }) => filterTest(query, readersOf<ContactRow>('lead_id')),
  create: (call) => addContact(call, readContact(call, call.body)),
  read: (call, row) => readPatch(call, call.body, row),
  render: ({ data }, row) => renderContact(data, row),
});

/** Checks the `contacts` of a new lead and returns their values, without writing them. */
export function readContacts(call: ApiCall): Partial<ContactRow>[] {
  const items: unknown = call.body['contacts'];
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => {
    checkField(isRecord(item), 'contacts', 'Input should be a valid object');
    return readContact(call, { ...item, lead_id: undefined });
  });
}

function readContact(call: ApiCall, body: ApiCall['body']): Partial<ContactRow> {
  return { ...authorshipIn(call, body), ...readPatch(call, body, {}) };
}

/** Creates a contact and, like Close, a lead when none is named. */
export function addContact(call: ApiCall, values: Partial<ContactRow>): ContactRow {
  const leadId = values.lead_id ?? addLeadFor(call, values.name ?? null);
  const contact = newContactRow(newOrigin(call, 'cont_'), leadId);
  return call.data.contacts.add(Object.assign(contact, values, { lead_id: leadId }));
}

/** Creates a lead for a record without one, as Close does. */
export function addLeadFor(call: ApiCall, name: string | null): string {
  const [status] = call.data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), status?.id ?? '');
  return call.data.leads.add({ ...lead, name }).id;
}

function readPatch(call: ApiCall, body: ApiCall['body'], row: CustomValues): Partial<ContactRow> {
  const patch: Partial<ContactRow> = {
    ...customPatch(call, 'contact', { body, row }),
    ...readMembers<ContactRow>(body, ['name', 'title', 'timezone'], ['lead_id']),
  };
  checkReferences(call, patch, ['lead_id']);
  for (const [field, key] of Object.entries({ emails: 'email', phones: 'phone', urls: 'url' })) {
    const items = body[field];
    if (Array.isArray(items))
      Object.assign(patch, { [field]: items.map((item) => readItem(item, field, key)) });
  }
  return patch;
}

/** Reads an item of a list, whose type the rules have checked. */
function readItem(item: Record<string, unknown>, field: string, key: string): object {
  const { [key]: given, type = 'office' } = item;
  checkField(typeof given === 'string' && given !== '', field, `Each item requires ${key}`);
  const text = key === 'phone' ? given.replaceAll(/[^\d+]/g, '') : given;
  checkField(key !== 'phone' || text.length >= 3, field, 'Invalid phone number');
  return { [key]: text, type, ...(key === 'email' && { is_unsubscribed: false }) };
}
