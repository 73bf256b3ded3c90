import { dayMs } from '../../model/close-timestamp.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { JobKind } from '../../model/rows/job-row.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidFields, invalidRequest } from '../base/api-refusal.ts';
import { renderResource, routesOfResource } from '../resources/resource.ts';
import { everyLead, selectLeads } from '../search/search-routes.ts';
import { jobActions } from './job-actions.ts';
import { moveJob, startMs } from './run-jobs.ts';

const resumableMs = 7 * dayMs;

export const bulkActionRoutes: readonly ApiRoute[] = jobKinds.flatMap((kind) => {
  const { start, targets, unwritten = [] } = jobActions[kind];
  return routesOfResource({
    path: `/bulk_action/${kind}/`,
    rows: ({ jobs }) => jobs[kind],
    isNewestFirst: true,
    defaults: { status: 'created', s_query: everyLead, send_done_email: true },
    unwritten,
    values: (call) => {
      const { user, app, body, now } = call;
      const own = start?.(call);
      const items = selectLeads(call, body).map((leadId) => ({
        leadId,
        targets: targets?.(call, leadId) ?? [leadId],
      }));
      return { ...own, _run: { userId: user.id, app, body, items, nextAt: now + startMs, pausedAt: null } };
    },
  });
});

/** Pause and resume: the docs of Close describe them, its OpenAPI document does not. */
export const bulkActionControlRoutes: readonly ApiRoute[] = jobKinds.map((kind) => ({
  method: 'PUT',
  path: `/bulk_action/${kind}/{id}/`,
  isUndocumented: true,
  handle: (call) => control(call, kind),
}));

function control(call: ApiCall, kind: JobKind): object {
  const row = rowOf(call, call.data.jobs[kind]);
  const { status, _run: run } = row;
  const { status: wanted } = call.body;
  if (wanted === 'resuming') {
    if (status !== 'paused') throw invalidRequest(`A bulk action that is ${status} cannot resume.`);
    if (call.now - (run.pausedAt ?? 0) > resumableMs)
      throw invalidRequest('A bulk action can resume within seven days.');
    moveJob(call, { kind, row }, { status: wanted, nextMs: startMs });
  } else if (wanted === 'paused') {
    if (run.nextAt === null) throw invalidRequest(`A bulk action that is ${status} cannot pause.`);
    run.pausedAt = call.now;
    moveJob(call, { kind, row }, { status: wanted });
  } else {
    throw invalidFields({ status: "Input should be 'paused' or 'resuming'" });
  }
  return renderResource(call.data, {}, row);
}
