import { isRecord } from '../../base/is-record.ts';
import { leadStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { CustomValues } from '../../model/rows/authorship.ts';
import { newLeadRow } from '../../model/rows/lead-row.ts';
import type { AddressRow, LeadRow } from '../../model/rows/lead-row.ts';
import { newOrigin } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { customPatch } from '../base/custom-values.ts';
import { logActivity } from '../base/log-activity.ts';
import { addContact, readContacts } from './contact-routes.ts';
import { listLeads, renderWanted } from './list-leads.ts';
import { mergeLeads, removeLead } from './merge-leads.ts';
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

/** Changes a lead by the body of a call, and logs a change of its status. */
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
