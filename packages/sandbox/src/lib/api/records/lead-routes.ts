import type { CustomValues } from '../../model/rows/authorship.ts';
import { newLeadRow } from '../../model/rows/lead-row.ts';
import type { LeadRow } from '../../model/rows/lead-row.ts';
import { leadStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import { newOrigin, rowOf, timestampOf, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { readAddresses } from './read-addresses.ts';
import { checkField } from '../base/check-body.ts';
import { addContact, readContacts } from './contact-routes.ts';
import { customPatch } from '../base/custom-values.ts';
import { listLeads } from './list-leads.ts';
import { logActivity } from '../base/log-activity.ts';
import { removeLead } from './remove-lead.ts';
import { renderLead } from '../render/lead.ts';
import { readFields } from '../base/select-fields.ts';

/** Leads: list, get, create, update, delete. */
export const leadRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/lead/', handle: listLeads },
  { method: 'POST', path: '/lead/', handle: create },
  { method: 'GET', path: '/lead/{id}/', handle: (call) => respond(call, rowOf(call, call.data.leads)) },
  { method: 'PUT', path: '/lead/{id}/', handle: update },
  {
    method: 'DELETE',
    path: '/lead/{id}/',
    handle: (call) => removeLead(call.data, rowOf(call, call.data.leads)),
  },
];

function create(call: ApiCall): object {
  const patch = readPatch(call, {});
  const [defaultStatus] = call.data.leadStatuses.all();
  const lead = newLeadRow(newOrigin(call, 'lead_'), defaultStatus?.id ?? '');
  const contacts = readContacts(call);
  call.data.leads.add(Object.assign(lead, patch));
  for (const contact of contacts) addContact(call, { ...contact, lead_id: lead.id });
  logActivity(call, 'Created', { leadId: lead.id, own: { source: 'api', import_id: null } });
  return respond(call, lead);
}

function update(call: ApiCall): object {
  return respond(call, changeLead(call, rowOf(call, call.data.leads)));
}

/** Changes a lead by the body of a call, and logs a change of its status. */
export function changeLead(call: ApiCall, lead: LeadRow): LeadRow {
  const patch = readPatch(call, lead);
  const oldStatusId = lead.status_id;
  call.data.leads.update(lead, { ...patch, ...touched(call) });
  if (lead.status_id !== oldStatusId) logStatusChange(call, lead, oldStatusId);
  return lead;
}

function readPatch(call: ApiCall, row: CustomValues): Partial<LeadRow> {
  const { body } = call;
  const patch: Partial<LeadRow> = customPatch(call, 'lead', { body, row });
  for (const name of ['name', 'url', 'description', 'source'] as const) {
    const value = body[name];
    if (typeof value === 'string' || value === null) patch[name] = value;
  }
  const statusId = readStatusId(call);
  if (statusId !== undefined) patch.status_id = statusId;
  if (Array.isArray(body['addresses'])) patch.addresses = readAddresses(body['addresses']);
  return patch;
}

function readStatusId({ data, body }: ApiCall): string | undefined {
  const { status_id: id, status: label } = body;
  checkField(id === undefined || label === undefined, 'status', 'Pass either status or status_id, not both');
  if (id === undefined && label === undefined) return undefined;
  const status = data.leadStatuses
    .all()
    .find((item) => (id === undefined ? item.label === label : item.id === id));
  checkField(status !== undefined, id === undefined ? 'status' : 'status_id', 'This status does not exist');
  return status.id;
}

function logStatusChange(call: ApiCall, lead: LeadRow, oldStatusId: string): void {
  const own = leadStatusChangeFields(call.data, oldStatusId, lead.status_id);
  logActivity(call, 'LeadStatusChange', { leadId: lead.id, own });
}

function respond(call: ApiCall, lead: LeadRow): object {
  const isWanted = readFields(call.query.get('_fields'));
  return renderLead(call.data, lead, { today: timestampOf(call).slice(0, 10), isWanted });
}
