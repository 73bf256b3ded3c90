import type { OpportunityStatusRow, StatusType } from '../../model/rows/status-row.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { selectFields } from '../base/select-fields.ts';

/** Opportunity statuses: list, get, create, rename, delete. */
export const opportunityStatusRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/status/opportunity/',
    handle: (call) => ({
      data: call.data.opportunityStatuses.all().map((status) => respond(call, status)),
      has_more: false,
    }),
  },
  { method: 'POST', path: '/status/opportunity/', handle: create },
  {
    method: 'GET',
    path: '/status/opportunity/{id}/',
    handle: (call) => respond(call, rowOf(call, call.data.opportunityStatuses)),
  },
  { method: 'PUT', path: '/status/opportunity/{id}/', handle: update },
  { method: 'DELETE', path: '/status/opportunity/{id}/', handle: remove },
];

const statusTypes: readonly StatusType[] = ['active', 'won', 'lost'];
function create(call: ApiCall): object {
  const { data, body } = call;
  const type = statusTypes.find((item) => item === (body['status_type'] ?? body['type']));
  checkField(type !== undefined, 'status_type', 'Field required');
  const pipeline = data.pipelines.all().find(({ id }) => id === (body['pipeline_id'] ?? id));
  checkField(pipeline !== undefined, 'pipeline_id', 'This pipeline does not exist');
  const status = data.opportunityStatuses.add({
    id: data.ids.id('stat_'),
    organization_id: data.organization.id,
    pipeline_id: pipeline.id,
    label: String(body['label']),
    type,
  });
  return respond(call, status);
}

function update(call: ApiCall): object {
  const status = rowOf(call, call.data.opportunityStatuses);
  call.data.opportunityStatuses.update(status, { label: String(call.body['label']) });
  return respond(call, status);
}

function remove(call: ApiCall): void {
  const status = rowOf(call, call.data.opportunityStatuses);
  const isUsed = call.data.opportunities.all().some((row) => row.status_id === status.id);
  if (isUsed) throw invalidRequest('This status is still in use by opportunities.');
  call.data.opportunityStatuses.remove(status);
}

function respond(call: ApiCall, status: OpportunityStatusRow): object {
  return selectFields(status, call.query.get('_fields'));
}
