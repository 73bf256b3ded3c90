import { isRecord } from '../../base/is-record.ts';
import { leadStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { CustomValues } from '../../model/rows/authorship.ts';
import { newLeadRow } from '../../model/rows/record-rows.ts';
import type { AddressRow, LeadRow } from '../../model/rows/record-rows.ts';
import type { Row, Table } from '../../model/table.ts';
import { newOrigin, logActivity } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField } from '../base/api-refusal.ts';
import { customPatch } from '../base/custom-values.ts';
import { leadDisplayName } from '../render/records.ts';
import { addContact, readContacts } from './contact-routes.ts';
import { listLeads, renderWanted } from './list-leads.ts';
import { changeRecord, readMembers, readStatusId, routesOfRecord } from '../base/record.ts';
import type { RecordKind } from '../base/record.ts';

const leadRecords: RecordKind<LeadRow> = {
  path: '/lead/',
  table: ({ leads }) => leads,
  list: listLeads,
  create,
  read: readPatch,
  changed: logStatusChange,
  remove: removeLead,
  render: renderWanted,
};

export const leadRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/lead/merge/', handle: mergeLeads },
  ...routesOfRecord(leadRecords),
];

function create(call: ApiCall): LeadRow {
  const patch = readPatch(call, {});
  const [defaultStatus] = call.data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), defaultStatus?.id ?? '');
  const contacts = readContacts(call);
  call.data.leads.add(Object.assign(lead, patch));
  for (const contact of contacts) addContact(call, { ...contact, lead_id: lead.id });
  logActivity(call, 'Created', { leadId: lead.id, own: { source: 'api', import_id: null } });
  return lead;
}

export function changeLead(call: ApiCall, row: LeadRow): void {
  changeRecord(call, leadRecords, { row, patch: readPatch(call, row) });
}

function readPatch(call: ApiCall, row: CustomValues): Partial<LeadRow> {
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

function logStatusChange(call: ApiCall, lead: LeadRow, before: LeadRow): void {
  if (lead.status_id === before.status_id) return;
  const own = leadStatusChangeFields(call.data, before.status_id, lead.status_id);
  logActivity(call, 'LeadStatusChange', { leadId: lead.id, own });
}

export function removeLead(data: OrganizationData, lead: LeadRow): void {
  for (const table of tablesOfLead(data)) for (const row of table.ofLead(lead.id)) table.remove(row);
  data.leads.remove(lead);
}

/** Moves everything from the source to the destination and deletes the source. */
export function mergeLeads(call: ApiCall): object {
  const { data, body } = call;
  const source = data.leads.get(String(body['source']));
  const destination = data.leads.get(String(body['destination']));
  checkField(source !== undefined, 'source', 'This lead does not exist');
  checkField(destination !== undefined, 'destination', 'This lead does not exist');
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
  removeLead(data, source);
  logActivity(call, 'LeadMerge', { leadId: destination.id, own });
  return { status: 'success' };
}

function tablesOfLead(data: OrganizationData): Pick<Table<Row>, 'ofLead' | 'update' | 'remove'>[] {
  const { contacts, opportunities, tasks, activities, resources } = data;
  return [contacts, opportunities, tasks, activities, ...resources.values()];
}
