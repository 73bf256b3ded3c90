import { authoredBy } from '../../model/rows/authorship.ts';
import type { PipelineRow, StatusType } from '../../model/rows/status-row.ts';
import { newOrigin, rowOf, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { renderPipeline } from './render-organization.ts';

/** Pipelines: list, get, create, update, delete. */
export const pipelineRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/pipeline/',
    handle: ({ data }) => ({ data: data.pipelines.all().map((pipeline) => renderPipeline(data, pipeline)) }),
  },
  { method: 'POST', path: '/pipeline/', status: 201, handle: create },
  {
    method: 'GET',
    path: '/pipeline/{id}/',
    handle: (call) => renderPipeline(call.data, rowOf(call, call.data.pipelines)),
  },
  { method: 'PUT', path: '/pipeline/{id}/', handle: update },
  { method: 'DELETE', path: '/pipeline/{id}/', status: 204, handle: remove },
];

function create(call: ApiCall): object {
  const origin = newOrigin(call, 'pipe_');
  const pipeline = { ...authoredBy(origin), name: String(call.body['name']) };
  call.data.pipelines.add(pipeline);
  setStages(call, pipeline);
  return renderPipeline(call.data, pipeline);
}

function update(call: ApiCall): object {
  const pipeline = rowOf(call, call.data.pipelines);
  const { name } = call.body;
  call.data.pipelines.update(pipeline, { ...(typeof name === 'string' && { name }), ...touched(call) });
  setStages(call, pipeline);
  return renderPipeline(call.data, pipeline);
}

function remove(call: ApiCall): void {
  const pipeline = rowOf(call, call.data.pipelines);
  const { opportunityStatuses, pipelines } = call.data;
  if (opportunityStatuses.all().some((status) => status.pipeline_id === pipeline.id)) {
    throw invalidRequest('This pipeline still has statuses.');
  }
  pipelines.remove(pipeline);
}

/** Applies the stages of a body in order: known ids are updated and moved here, others are created. */
function setStages({ data, body }: ApiCall, pipeline: PipelineRow): void {
  const stages = Array.isArray(body['statuses']) ? body['statuses'] : [];
  for (const { id, label, type } of stages.map(readStage)) {
    const known = data.opportunityStatuses.get(id ?? '');
    checkField(id === undefined || known !== undefined, 'statuses', 'This status does not exist');
    if (known !== undefined) data.opportunityStatuses.remove(known);
    data.opportunityStatuses.add({
      id: known?.id ?? data.ids.id('stat_'),
      organization_id: data.organization.id,
      pipeline_id: pipeline.id,
      label: label ?? known?.label ?? '',
      type: type ?? known?.type ?? 'active',
    });
  }
}

interface Stage {
  id: string | undefined;
  label: string | undefined;
  type: StatusType | undefined;
}

function readStage(item: Record<string, unknown> | null): Stage {
  const type = (['active', 'won', 'lost'] as const).find((known) => known === item?.['type']);
  return { id: textOf(item?.['id']), label: textOf(item?.['label']), type };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
