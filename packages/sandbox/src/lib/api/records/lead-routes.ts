import { isRecord } from '../../base/is-record.ts';
import { leadStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { newContactRow, newLeadRow } from '../../model/rows/record-rows.ts';
import type { AddressRow, ContactRow, LeadRow } from '../../model/rows/record-rows.ts';
import type { Row, Table } from '../../model/table.ts';
import { checkField, logActivity, namedRow, newOrigin, todayOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkReferences, authorshipIn, customPatch, readMembers, readStatusId } from '../base/read-body.ts';
import { listPage, readFields } from '../base/list-page.ts';
import { sortedRows } from '../base/order-rows.ts';
import { removeRow, routesOfResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { textQuery } from '../query/compile-text.ts';
import { leadKind } from '../query/object-kinds.ts';
import { matchAll } from '../query/row-query.ts';
import { leadDisplayName, renderContact, renderLead } from '../render/records.ts';

export const leads: Resource<LeadRow> = {
  path: '/lead/',
  rows: (data) => data.leads,
  list: listLeads,
  read: readLead,
  add: addLead,
  beforeRemoval: ({ data }, lead) => {
    for (const table of tablesOfLead(data)) for (const row of table.ofLead(lead.id)) table.remove(row);
  },
  after: (call, lead, before = lead) => {
    if (lead.status_id === before.status_id) return;
    const own = leadStatusChangeFields(call.data, before.status_id, lead.status_id);
    logActivity(call, 'LeadStatusChange', { leadId: lead.id, own });
  },
  render: renderWanted,
};

const contacts: Resource<ContactRow> = {
  path: '/contact/',
  rows: (data) => data.contacts,
  orders: {},
  read: (call, row) => readContact(call, call.body, row),
  add: addContact,
  render: ({ data }, row) => renderContact(data, row),
};

export const leadRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/lead/merge/', handle: mergeLeads },
  ...routesOfResource(leads),
  ...routesOfResource(contacts),
];

function listLeads(call: ApiCall): object {
  const { data, query } = call;
  const { test, order } = textQuery(call, query.get('query') ?? '', leadKind);
  const page = listPage(sortedRows<LeadRow>(data.leads, order), {
    call,
    maxLimit: call.ceilings.leadPageSize,
    test,
    render: (lead) => renderWanted(call, lead),
  });
  const total = test === matchAll ? data.leads.count() : data.leads.all().filter(test).length;
  return { ...page, total_results: total };
}

function renderWanted(call: ApiCall, lead: LeadRow): object {
  const isWanted = readFields(call.query.get('_fields'));
  return renderLead(call.data, lead, { today: todayOf(call), isWanted });
}

function readLead(call: ApiCall, row?: LeadRow): Partial<LeadRow> {
  const { body, data } = call;
  const { addresses } = body;
  const statusId = readStatusId(body, data.leadStatuses.all());
  return {
    ...customPatch(call, 'lead', { body, row }),
    ...readMembers<LeadRow>(body, ['name', 'url', 'description', 'source']),
    ...(statusId !== undefined && { status_id: statusId }),
    ...(Array.isArray(addresses) && { addresses: addresses.map(readAddress) }),
  };
}

/** Reads an address; values that are not strings become `null`. */
function readAddress(item: unknown): AddressRow {
  const fields = isRecord(item) ? item : {};
  const text = (name: keyof AddressRow): string | null =>
    typeof fields[name] === 'string' ? fields[name] : null;
  return {
    label: text('label'),
    address_1: text('address_1'),
    address_2: text('address_2'),
    city: text('city'),
    state: text('state'),
    zipcode: text('zipcode'),
    country: text('country'),
  };
}

function addLead(call: ApiCall, values: Partial<LeadRow>): LeadRow {
  const { data, body } = call;
  const [status] = data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), status?.id ?? '');
  const items: readonly unknown[] = Array.isArray(body['contacts']) ? body['contacts'] : [];
  const read = items.map((item) => {
    checkField(isRecord(item), 'contacts', 'Input should be a valid object');
    return readContact(call, { ...item, lead_id: undefined });
  });
  data.leads.add(Object.assign(lead, values));
  for (const contact of read) addContact(call, { ...contact, lead_id: lead.id });
  logActivity(call, 'Created', { leadId: lead.id, own: { source: 'api', import_id: null } });
  return lead;
}

/** Moves everything from the source to the destination and deletes the source. */
function mergeLeads(call: ApiCall): object {
  const { data } = call;
  const place = { table: data.leads, kind: 'lead' };
  const source = namedRow(call, 'source', place);
  const destination = namedRow(call, 'destination', place);
  checkField(source !== destination, 'destination', 'A lead cannot be merged with itself');
  const own = {
    merge_status: 'completed',
    error_message: null,
    source_lead_id: source.id,
    source_display_name: leadDisplayName(data, source),
    destination_lead_id: destination.id,
    destination_display_name: leadDisplayName(data, destination),
  };
  for (const table of tablesOfLead(data))
    for (const row of table.ofLead(source.id)) table.update(row, { lead_id: destination.id });
  removeRow(call, leads, source);
  logActivity(call, 'LeadMerge', { leadId: destination.id, own });
  return { status: 'success' };
}

function tablesOfLead(data: OrganizationData): Table<Row>[] {
  return [data.contacts, data.opportunities, data.tasks, data.activities, ...data.resources.values()];
}

/** Creates a contact and, like Close, a lead when none is named. */
function addContact(call: ApiCall, values: Partial<ContactRow>): ContactRow {
  const lead_id = values.lead_id ?? addLeadFor(call, values.name ?? null);
  const contact = newContactRow(newOrigin(call, 'cont_'), lead_id);
  return call.data.contacts.add(Object.assign(contact, values, { lead_id }));
}

/** Creates a lead for a record without one, as Close does. */
export function addLeadFor(call: ApiCall, name: string | null): string {
  const [status] = call.data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), status?.id ?? '');
  return call.data.leads.add({ ...lead, name }).id;
}

function readContact(call: ApiCall, body: ApiCall['body'], row?: ContactRow): Partial<ContactRow> {
  const patch: Partial<ContactRow> = {
    ...(row === undefined && authorshipIn(call, body)),
    ...customPatch(call, 'contact', { body, row }),
    ...readMembers<ContactRow>(body, ['name', 'title', 'timezone'], ['lead_id']),
  };
  checkReferences({ ...call, body }, { lead_id: 'lead_' });
  for (const [field, key] of Object.entries({ emails: 'email', phones: 'phone', urls: 'url' })) {
    const items = body[field];
    if (Array.isArray(items)) patch[field] = items.map((item) => readItem(item, field, key));
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
