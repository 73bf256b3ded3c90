import { withoutOffset } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { statusTypes } from '../../model/rows/status-row.ts';
import type { OpportunityStatusRow } from '../../model/rows/status-row.ts';
import { checkField, invalidRequest, namedRow } from '../base/api-refusal.ts';
import type { RowCall } from './new-row.ts';
import type { Resource } from './resource.ts';

const leadStatuses: Resource = {
  path: '/status/lead/',
  event: 'status.lead',
  rows: (data) => data.leadStatuses,
  checkRemoval: ({ data: { leads } }, { id }) => {
    const isUsed = leads.all().some((lead) => lead.status_id === id);
    if (isUsed) throw invalidRequest('This status is still in use by leads.');
  },
};

/** The statuses of opportunities: the stages of pipelines. */
const opportunityStatuses: Resource = {
  path: '/status/opportunity/',
  event: 'status.opportunity',
  rows: (data) => data.opportunityStatuses,
  unwritten: ['status_type'],
  values: (call, row) => {
    if (row !== undefined) return {};
    const { body, data } = call;
    const { status_type, type = status_type, pipeline_id = data.pipelines.all()[0]?.id } = body;
    checkField(type !== undefined, 'status_type', 'Field required');
    const named = { body: { ...body, pipeline_id } };
    return { type, pipeline_id: namedRow(named, 'pipeline_id', { table: data.pipelines }).id };
  },
  checkRemoval: ({ data: { opportunities } }, { id }) => {
    const isUsed = opportunities.all().some((row) => row.status_id === id);
    if (isUsed) throw invalidRequest('This status is still in use by opportunities.');
  },
};

export const pipelines: Resource = {
  path: '/pipeline/',
  rows: (data) => data.pipelines,
  unwritten: ['statuses'],
  values: ({ user }, row) => (row === undefined ? { created_by: user.id, updated_by: user.id } : {}),
  after: setStages,
  checkRemoval: ({ data }, { id }) => {
    if (stagesOf(data, id).length > 0) throw invalidRequest('This pipeline still has statuses.');
  },
  derived: (data, { id, date_created, date_updated }) => ({
    date_created: withoutOffset(String(date_created)),
    date_updated: withoutOffset(String(date_updated)),
    statuses: stagesOf(data, id).map((stage) => ({ id: stage.id, label: stage.label, type: stage.type })),
  }),
};

function stagesOf({ opportunityStatuses: statuses }: OrganizationData, id: string): OpportunityStatusRow[] {
  return statuses.all().filter((status) => status.pipeline_id === id);
}

/** Applies the stages of a body in order: known ids are updated and moved here, others are created. */
function setStages({ data, body: { statuses } }: RowCall, { id: pipeline_id }: PlainRow): void {
  const stages: readonly Record<string, unknown>[] = Array.isArray(statuses) ? statuses : [];
  for (const { id, label, type } of stages) {
    const known = data.opportunityStatuses.get(String(id));
    const isNew = id === undefined || id === null;
    checkField(isNew || known !== undefined, 'statuses', 'This status does not exist');
    if (known !== undefined) data.opportunityStatuses.remove(known);
    data.opportunityStatuses.add({
      id: known?.id ?? data.ids.id('stat_'),
      organization_id: data.organization.id,
      pipeline_id,
      label: typeof label === 'string' ? label : (known?.label ?? ''),
      type: statusTypes.find((one) => one === type) ?? known?.type ?? 'active',
    });
  }
}

export const settings: readonly Resource[] = [leadStatuses, opportunityStatuses, pipelines];
