import { dayMs } from '../../model/close-timestamp.ts';
import { authoredBy } from '../../model/rows/authorship.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { JobKind, JobRow } from '../../model/rows/job-row.ts';
import { newOrigin, rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidFields, invalidRequest, notFound } from '../base/api-refusal.ts';
import { filterRows } from '../base/filter-rows.ts';
import { listPage, newestFirst } from '../base/list-page.ts';
import { selectFields } from '../base/select-fields.ts';
import { renderJob } from '../render/job.ts';
import { everyLead, selectLeads } from '../search/select-leads.ts';
import { jobActions } from './job-actions.ts';
import { moveJob, startMs } from './run-step.ts';

const resumableMs = 7 * dayMs;

/** Bulk actions: list, create, get. */
export const bulkActionRoutes: readonly ApiRoute[] = jobKinds.flatMap((kind): ApiRoute[] => [
  { method: 'GET', path: `/bulk_action/${kind}/`, handle: (call) => list(call, kind) },
  { method: 'POST', path: `/bulk_action/${kind}/`, handle: (call) => create(call, kind) },
  { method: 'GET', path: `/bulk_action/${kind}/{id}/`, handle: (call) => respond(call, find(call, kind)) },
]);

/** Pause and resume: the docs of Close describe them, its OpenAPI document does not. */
export const bulkActionControlRoutes: readonly ApiRoute[] = jobKinds.map((kind) => ({
  method: 'PUT',
  path: `/bulk_action/${kind}/{id}/`,
  isUndocumented: true,
  handle: (call) => control(call, find(call, kind)),
}));

function list(call: ApiCall, kind: JobKind): object {
  const { data, query } = call;
  const rows = newestFirst(data.jobs.all().toReversed()).filter((job) => job.kind === kind);
  const found = filterRows(rows, query, { template_id: ({ own }) => own['template_id'] });
  return listPage(found, { call, render: renderJob });
}

function create(call: ApiCall, kind: JobKind): object {
  const { body, data, user, app } = call;
  const { prefix, start, targets } = jobActions[kind];
  const own = start(call);
  const items = selectLeads(call, body).map((leadId) => ({
    leadId,
    targets: targets?.(call, leadId) ?? [leadId],
  }));
  const origin = newOrigin(call, prefix);
  const job = data.jobs.add({
    ...authoredBy(origin),
    kind,
    status: 'created',
    query: typeof body['query'] === 'string' ? body['query'] : null,
    s_query: body['s_query'] ?? everyLead,
    results_limit: typeof body['results_limit'] === 'number' ? body['results_limit'] : null,
    sort: Array.isArray(body['sort']) ? body['sort'] : [],
    send_done_email: body['send_done_email'] !== false,
    n_leads: null,
    n_leads_processed: 0,
    n_objects: null,
    n_objects_processed: 0,
    own,
    run: { userId: user.id, app, body, items, nextAt: call.now + startMs, pausedAt: null },
  });
  return respond(call, job);
}

function control(call: ApiCall, job: JobRow): object {
  const { status } = call.body;
  const { run } = job;
  if (status === 'resuming') {
    if (job.status !== 'paused') throw invalidRequest(`A bulk action that is ${job.status} cannot resume.`);
    if (call.now - (run.pausedAt ?? 0) > resumableMs)
      throw invalidRequest('A bulk action can resume within seven days.');
    moveJob(call, job, { status, nextMs: startMs });
  } else if (status === 'paused') {
    if (run.nextAt === null) throw invalidRequest(`A bulk action that is ${job.status} cannot pause.`);
    run.pausedAt = call.now;
    moveJob(call, job, { status });
  } else {
    throw invalidFields({ status: "Input should be 'paused' or 'resuming'" });
  }
  return respond(call, job);
}

function find(call: ApiCall, kind: JobKind): JobRow {
  const job = rowOf(call, call.data.jobs);
  if (job.kind !== kind) throw notFound();
  return job;
}

function respond({ query }: ApiCall, job: JobRow): object {
  return selectFields(renderJob(job), query.get('_fields'));
}
