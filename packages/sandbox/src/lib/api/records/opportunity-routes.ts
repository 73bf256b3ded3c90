import { opportunityStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { CustomValues } from '../../model/rows/authorship.ts';
import { newOpportunityRow } from '../../model/rows/record-rows.ts';
import type { OpportunityRow } from '../../model/rows/record-rows.ts';
import { newOrigin, timestampOf, logActivity } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn, checkReferences, readMembers, readStatusId, routesOfRecord } from '../base/record.ts';
import { checkField } from '../base/api-refusal.ts';
import { customPatch } from '../base/custom-values.ts';
import { renderOpportunity } from '../render/records.ts';
import { addLeadFor } from './contact-routes.ts';
import { listOpportunities } from './find-opportunities.ts';

export const opportunityRoutes: readonly ApiRoute[] = routesOfRecord<OpportunityRow>({
  path: '/opportunity/',
  table: ({ opportunities }) => opportunities,
  list: listOpportunities,
  create,
  read: readPatch,
  changed: (call, row, before) => {
    if (row.status_id === before.status_id) return;
    stampOutcome(call, row);
    const own = opportunityStatusChangeFields(call.data, row, before.status_id);
    logActivity(call, 'OpportunityStatusChange', { leadId: row.lead_id, own });
  },
  render: ({ data }, row) => renderOpportunity(data, row),
});

function create(call: ApiCall): OpportunityRow {
  const { data, body } = call;
  const patch = { ...authorshipIn(call, body), ...readPatch(call, {}) };
  const fallback = data.opportunityStatuses
    .all()
    .find(({ pipeline_id }) => pipeline_id === (body['pipeline_id'] ?? pipeline_id));
  checkField(fallback !== undefined, 'pipeline_id', 'This pipeline does not exist');
  const leadId = patch.lead_id ?? addLeadFor(call, null);
  const opportunity = newOpportunityRow(newOrigin(call, 'oppo_'), leadId, fallback.id);
  data.opportunities.add(Object.assign(opportunity, patch, { lead_id: leadId }));
  stampOutcome(call, opportunity);
  return opportunity;
}

function readPatch(call: ApiCall, row: CustomValues): Partial<OpportunityRow> {
  const { body, data } = call;
  const patch: Partial<OpportunityRow> = {
    ...customPatch(call, 'opportunity', { body, row }),
    ...readMembers<OpportunityRow>(
      body,
      ['contact_id', 'value', 'note', 'date_won'],
      ['lead_id', 'user_id', 'value_period', 'confidence'],
    ),
  };
  if (typeof body['note_html'] === 'string') patch.note = body['note_html'].replaceAll(/<[^>]*>/g, '');
  if (typeof patch.date_won === 'string') patch.date_won = patch.date_won.slice(0, 10);
  checkReferences(call, patch, ['lead_id', 'contact_id', 'user_id']);
  const { confidence = 0 } = patch;
  checkField(confidence >= 0 && confidence <= 100, 'confidence', 'Input should be between 0 and 100');
  const statusId = readStatusId(body, data.opportunityStatuses.all());
  return statusId === undefined ? patch : { ...patch, status_id: statusId };
}

/** Sets the date of a won or lost opportunity. */
function stampOutcome(call: ApiCall, opportunity: OpportunityRow): void {
  const type = call.data.opportunityStatuses.get(opportunity.status_id)?.type;
  const now = timestampOf(call);
  const patch: Partial<OpportunityRow> = { date_lost: type === 'lost' ? now : null };
  if (type === 'won' && call.body['date_won'] === undefined) patch.date_won = now.slice(0, 10);
  call.data.opportunities.update(opportunity, patch);
}
