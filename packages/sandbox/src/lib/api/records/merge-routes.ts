import type { LeadRow } from '../../model/rows/lead-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { logActivity } from '../base/log-activity.ts';
import { removeLead } from './remove-lead.ts';
import { leadDisplayName } from '../render/lead.ts';

/** The route that merges two leads. */
export const mergeRoutes: readonly ApiRoute[] = [{ method: 'POST', path: '/lead/merge/', handle: merge }];

/** Moves everything from the source to the destination and deletes the source. */
function merge(call: ApiCall): object {
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
  moveBelongings(call, source, destination);
  removeLead(data, source);
  logActivity(call, 'LeadMerge', { leadId: destination.id, own });
  return { status: 'success' };
}

function moveBelongings({ data }: ApiCall, source: LeadRow, { id: lead_id }: LeadRow): void {
  for (const contact of data.contacts.ofLead(source.id)) data.contacts.update(contact, { lead_id });
  for (const opportunity of data.opportunities.ofLead(source.id))
    data.opportunities.update(opportunity, { lead_id });
  for (const task of data.tasks.ofLead(source.id)) data.tasks.update(task, { lead_id });
  for (const table of data.resources.values())
    for (const row of table.ofLead(source.id)) table.update(row, { lead_id });
  for (const activity of data.activities.ofLead(source.id)) data.activities.update(activity, { lead_id });
}
