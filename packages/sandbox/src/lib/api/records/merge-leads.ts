import type { OrganizationData } from '../../model/organization-data.ts';
import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { Row, Table } from '../../model/table.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { logActivity } from '../base/log-activity.ts';
import { leadDisplayName } from '../render/lead.ts';

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

/** The tables of the rows that belong to leads. */
function tablesOfLead(data: OrganizationData): Pick<Table<Row>, 'ofLead' | 'update' | 'remove'>[] {
  const { contacts, opportunities, tasks, activities, resources } = data;
  return [contacts, opportunities, tasks, activities, ...resources.values()];
}
