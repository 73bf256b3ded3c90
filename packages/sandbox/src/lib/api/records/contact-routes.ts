import { isRecord } from '../../base/is-record.ts';
import type { CustomValues } from '../../model/rows/authorship.ts';
import { newContactRow } from '../../model/rows/contact-row.ts';
import type { ContactRow } from '../../model/rows/contact-row.ts';
import { newLeadRow } from '../../model/rows/lead-row.ts';
import { newOrigin, rowOf, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn } from '../base/authorship-in.ts';
import { checkField } from '../base/check-body.ts';
import { customPatch } from '../base/custom-values.ts';
import { filterTest } from '../base/filter-rows.ts';
import { listPage } from '../base/list-page.ts';
import { orderedRows } from '../base/order-rows.ts';
import { readEmails, readPhones, readUrls } from './read-contact-lists.ts';
import { renderContact } from '../render/contact.ts';
import { selectFields } from '../base/select-fields.ts';

/** Contacts: list, get, create, update, delete. */
export const contactRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/contact/', handle: list },
  { method: 'POST', path: '/contact/', handle: create },
  { method: 'GET', path: '/contact/{id}/', handle: (call) => respond(call, rowOf(call, call.data.contacts)) },
  { method: 'PUT', path: '/contact/{id}/', handle: update },
  {
    method: 'DELETE',
    path: '/contact/{id}/',
    handle: (call) => call.data.contacts.remove(rowOf(call, call.data.contacts)),
  },
];

/** Checks the `contacts` of a new lead and returns their values, without writing them. */
export function readContacts(call: ApiCall): Partial<ContactRow>[] {
  const items: unknown = call.body['contacts'];
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => {
    checkField(isRecord(item), 'contacts', 'Input should be a valid object');
    return readContact(call, { ...item, lead_id: undefined });
  });
}

/** Checks the body of a new contact and returns its values, without writing them. */
function readContact(call: ApiCall, body: Readonly<Record<string, unknown>>): Partial<ContactRow> {
  return { ...authorshipIn(call, body), ...readPatch(call, body, {}) };
}

/** Creates a contact and, like Close, a lead when none is named. */
export function addContact(call: ApiCall, values: Partial<ContactRow>): ContactRow {
  const leadId = values.lead_id ?? addLeadFor(call, values.name ?? null);
  const contact = newContactRow(newOrigin(call, 'cont_'), leadId);
  return call.data.contacts.add(Object.assign(contact, values, { lead_id: leadId }));
}

function list(call: ApiCall): object {
  const { data, query } = call;
  const test = filterTest<ContactRow>(query, { lead_id: (contact) => contact.lead_id });
  const ordered = orderedRows(data.contacts, { query, fields: {} });
  return listPage(ordered, { call, test, render: (row) => renderContact(data, row) });
}

function create(call: ApiCall): object {
  return respond(call, addContact(call, readContact(call, call.body)));
}

function update(call: ApiCall): object {
  const contact = rowOf(call, call.data.contacts);
  call.data.contacts.update(contact, { ...readPatch(call, call.body, contact), ...touched(call) });
  return respond(call, contact);
}

function readPatch(
  call: ApiCall,
  body: Readonly<Record<string, unknown>>,
  row: CustomValues,
): Partial<ContactRow> {
  const patch: Partial<ContactRow> = customPatch(call, 'contact', { body, row });
  for (const name of ['name', 'title', 'timezone'] as const) {
    const value = body[name];
    if (typeof value === 'string' || value === null) patch[name] = value;
  }
  const leadId = body['lead_id'];
  if (typeof leadId === 'string') {
    checkField(call.data.leads.get(leadId) !== undefined, 'lead_id', 'This lead does not exist');
    patch.lead_id = leadId;
  }
  if (body['emails'] !== undefined) patch.emails = readEmails(body['emails']);
  if (body['phones'] !== undefined) patch.phones = readPhones(body['phones']);
  if (body['urls'] !== undefined) patch.urls = readUrls(body['urls']);
  return patch;
}

/** Creates a lead for a record without one, as Close does. */
export function addLeadFor(call: ApiCall, name: string | null): string {
  const [status] = call.data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), status?.id ?? '');
  lead.name = name;
  return call.data.leads.add(lead).id;
}

function respond(call: ApiCall, contact: ContactRow): object {
  return selectFields(renderContact(call.data, contact), call.query.get('_fields'));
}
