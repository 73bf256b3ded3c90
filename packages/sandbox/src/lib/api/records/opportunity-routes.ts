import type { CustomValues } from '../../model/rows/authorship.ts';
import { newOpportunityRow } from '../../model/rows/opportunity-row.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import { newOrigin, rowOf, timestampOf, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { authorshipIn } from '../base/authorship-in.ts';
import { checkField } from '../base/check-body.ts';
import { addLeadFor } from './contact-routes.ts';
import { customPatch } from '../base/custom-values.ts';
import { listOpportunities } from './list-opportunities.ts';
import { logOpportunityStatusChange } from './log-opportunity-status-change.ts';
import { renderOpportunity } from '../render/opportunity.ts';
import { selectFields } from '../base/select-fields.ts';

/** Opportunities: list, get, create, update, delete. */
export const opportunityRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/opportunity/', handle: listOpportunities },
  { method: 'POST', path: '/opportunity/', handle: create },
  {
    method: 'GET',
    path: '/opportunity/{id}/',
    handle: (call) => respond(call, rowOf(call, call.data.opportunities)),
  },
  { method: 'PUT', path: '/opportunity/{id}/', handle: update },
  {
    method: 'DELETE',
    path: '/opportunity/{id}/',
    handle: (call) => call.data.opportunities.remove(rowOf(call, call.data.opportunities)),
  },
];

function create(call: ApiCall): object {
  const { data, body } = call;
  const patch = { ...authorshipIn(call, body), ...readPatch(call, {}) };
  const [fallback] = data.opportunityStatuses
    .all()
    .filter(({ pipeline_id }) => pipeline_id === (body['pipeline_id'] ?? pipeline_id));
  checkField(fallback !== undefined, 'pipeline_id', 'This pipeline does not exist');
  const leadId = patch.lead_id ?? addLeadFor(call, null);
  const opportunity = newOpportunityRow(newOrigin(call, 'oppo_'), leadId, fallback.id);
  data.opportunities.add(Object.assign(opportunity, patch, { lead_id: leadId }));
  stampOutcome(call, opportunity, body);
  return respond(call, opportunity);
}

function update(call: ApiCall): object {
  const opportunity = rowOf(call, call.data.opportunities);
  const oldStatusId = opportunity.status_id;
  call.data.opportunities.update(opportunity, { ...readPatch(call, opportunity), ...touched(call) });
  if (opportunity.status_id !== oldStatusId) {
    stampOutcome(call, opportunity, call.body);
    logOpportunityStatusChange(call, opportunity, oldStatusId);
  }
  return respond(call, opportunity);
}

function readPatch(call: ApiCall, row: CustomValues): Partial<OpportunityRow> {
  const { body } = call;
  const patch: Partial<OpportunityRow> = customPatch(call, 'opportunity', { body, row });
  for (const name of copiedFields) {
    // The rules have checked the types; null in a field that cannot be cleared leaves it unchanged.
    if (body[name] !== undefined && (body[name] !== null || clearableFields.has(name))) {
      Object.assign(patch, { [name]: body[name] });
    }
  }
  if (typeof body['note_html'] === 'string') patch.note = body['note_html'].replaceAll(/<[^>]*>/g, '');
  if (typeof patch.date_won === 'string') patch.date_won = patch.date_won.slice(0, 10);
  checkReferences(call, patch);
  const statusId = readStatusId(call);
  if (statusId !== undefined) patch.status_id = statusId;
  return patch;
}

const copiedFields = [
  'lead_id',
  'contact_id',
  'user_id',
  'value',
  'value_period',
  'confidence',
  'note',
  'date_won',
] as const;
const clearableFields: ReadonlySet<string> = new Set(['contact_id', 'value', 'note', 'date_won']);

function checkReferences(
  { data }: ApiCall,
  { lead_id, contact_id, user_id, confidence = 0 }: Partial<OpportunityRow>,
): void {
  checkField(
    lead_id === undefined || data.leads.get(lead_id) !== undefined,
    'lead_id',
    'This lead does not exist',
  );
  const isContact = !contact_id || data.contacts.get(contact_id) !== undefined;
  checkField(isContact, 'contact_id', 'This contact does not exist');
  checkField(
    user_id === undefined || data.users.get(user_id) !== undefined,
    'user_id',
    'This user does not exist',
  );
  checkField(confidence >= 0 && confidence <= 100, 'confidence', 'Input should be between 0 and 100');
}

function readStatusId({ data, body }: ApiCall): string | undefined {
  const { status_id: id, status: label } = body;
  checkField(id === undefined || label === undefined, 'status', 'Pass either status or status_id, not both');
  if (typeof id !== 'string' && typeof label !== 'string') return undefined;
  const status = data.opportunityStatuses
    .all()
    .find((item) => (typeof id === 'string' ? item.id === id : item.label === label));
  checkField(
    status !== undefined,
    typeof id === 'string' ? 'status_id' : 'status',
    'This status does not exist',
  );
  return status.id;
}

/** Sets the date of a won or lost opportunity. */
function stampOutcome(call: ApiCall, opportunity: OpportunityRow, body: ApiCall['body']): void {
  const type = call.data.opportunityStatuses.get(opportunity.status_id)?.type;
  const now = timestampOf(call);
  const patch: Partial<OpportunityRow> = { date_lost: type === 'lost' ? now : null };
  if (type === 'won' && body['date_won'] === undefined) patch.date_won = now.slice(0, 10);
  call.data.opportunities.update(opportunity, patch);
}

function respond(call: ApiCall, opportunity: OpportunityRow): object {
  return selectFields(renderOpportunity(call.data, opportunity), call.query.get('_fields'));
}
