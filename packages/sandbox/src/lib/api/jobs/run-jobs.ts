import { dayMs } from '../../model/close-timestamp.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { JobKind, JobRow } from '../../model/rows/job-row.ts';
import { rowOf, invalidFields, invalidRequest, timestampOf, touched, ApiRefusal } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { renderResource, routesOfResource } from '../base/resource.ts';
import { everyLead, selectLeads } from '../search/search-routes.ts';
import { jobActions } from './job-actions.ts';
import type { WaitableClock } from '../../base/clock.ts';
import { sumOf } from '../../base/group-by.ts';
import type { Switches } from '../../base/switches.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { recordEvents } from '../events/record-events.ts';
import type { Publish } from '../events/record-events.ts';
import { sequenceSteps } from '../resources/run-sequences.ts';
import type { Step } from '../resources/run-sequences.ts';

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

// Work goes on by itself every second if no request comes; timers do not take more than 24 days.
const [minWaitMs, maxWaitMs] = [1000, 86_400_000];
// The times until a new or resumed bulk action starts, and for loading it; 250 leads a second, as exports.
const [startMs, loadMs, leadMs] = [800, 1000, 4];

/** The work that goes on without requests: bulk actions and sequences. */
export interface Jobs {
  /** Runs every step that is due, in the order of time. */
  readonly settle: (data: OrganizationData) => void;
  /** Arranges that the next steps run by themselves, for webhooks. */
  readonly schedule: (data: OrganizationData) => void;
  /** Forgets what is scheduled. */
  readonly clear: () => void;
}

/**
 * Creates the engine. A step runs with the time at which it is due, however late the engine gets to it, so results
 * do not depend on how often they are polled.
 */
export function createJobs(
  { now, sleep }: Pick<WaitableClock, 'now' | 'sleep'>,
  { publish, switches }: { readonly publish: Publish; readonly switches: Switches },
): Jobs {
  const scheduled = new Set<OrganizationData>();

  function settle(data: OrganizationData): void {
    let steps: readonly Step[] = sequenceSteps(data);
    for (let step = firstOf(data, steps); step && step.dueAt <= now(); step = firstOf(data, steps)) {
      const { run, leadId, meta = {} } = step;
      const call = { ...callOfStep(data, step), ...switches };
      recordEvents(call, { meta, publish, work: () => run(call) });
      // A step changes nothing but its lead.
      if (leadId !== undefined)
        steps = [...steps.filter((one) => one.leadId !== leadId), ...sequenceSteps(data, leadId)];
    }
  }
  function schedule(data: OrganizationData): void {
    const step = firstOf(data, sequenceSteps(data));
    if (step === undefined || scheduled.has(data)) return;
    scheduled.add(data);
    void wake(data, Math.min(maxWaitMs, Math.max(minWaitMs, step.dueAt - now())));
  }
  async function wake(data: OrganizationData, waitMs: number): Promise<void> {
    await sleep(waitMs);
    if (!scheduled.delete(data)) return;
    settle(data);
    schedule(data);
  }
  return { settle, schedule, clear: () => scheduled.clear() };
}

/** The step that is due first: of the bulk actions, or one of these. */
function firstOf({ jobs }: OrganizationData, steps: readonly Step[]): Step | undefined {
  const ofJobs = jobKinds.flatMap((kind) => jobs[kind].all().flatMap((row) => stepOf({ kind, row }) ?? []));
  const [first, ...others] = [...ofJobs, ...steps];
  return first && others.reduce((a, b) => (a.dueAt <= b.dueAt ? a : b), first);
}

/** The call of a step: a request of its user, at its time. */
function callOfStep(data: OrganizationData, { dueAt, userId, app }: Step): Omit<ApiCall, keyof Switches> {
  const user = data.users.get(userId) ?? data.users.all()[0];
  if (user === undefined) throw new RangeError('The organization has no users');
  const links = { origin: '', storageOrigin: '', timeZoneMs: 0, accept: '', id: '', params: {} };
  const request = { ...links, query: new URLSearchParams(), body: {}, isStrict: true };
  return { ...request, data, user, app, now: dueAt, webhookKeys: 'created' };
}

type Job = { readonly kind: JobKind; readonly row: JobRow };

function stepOf(job: Job): Step | undefined {
  const { id, status, n_leads_processed: count, _run } = job.row;
  const { nextAt, userId, app, body, items } = _run;
  if (nextAt === null) return undefined;
  const run = (call: ApiCall): void => runStep({ ...call, body: { ...body } }, job);
  const leadId = status === 'processing' ? items[count]?.leadId : undefined;
  return { dueAt: nextAt, leadId, userId, app, meta: { bulk_action_id: id }, run };
}

/** Runs the step that is due: the next status, or the next lead. */
function runStep(call: ApiCall, job: Job): void {
  const { kind, row } = job;
  const { status, n_leads: counted, n_leads_processed: count, _run: run } = row;
  if (status === 'created' || (status === 'resuming' && counted === null))
    return moveJob(call, job, { status: 'loading', nextMs: loadMs });
  if (status !== 'processing') {
    const n_objects = sumOf(run.items, ({ targets }) => targets.length);
    return moveJob(call, job, { status: 'processing', n_leads: run.items.length, n_objects, nextMs: leadMs });
  }
  const item = run.items[count];
  if (item === undefined) return moveJob(call, job, { status: 'done' });
  try {
    for (const id of item.targets) jobActions[kind].apply(call, id, row);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return moveJob(call, job, { status: 'error' });
  }
  // Progress is no event: only a change of the status is.
  row.n_leads_processed += 1;
  row.n_objects_processed += item.targets.length;
  row['date_updated'] = timestampOf(call);
  run.nextAt = call.now + leadMs;
}

type Move = Partial<JobRow> & { readonly nextMs?: number };

/** Changes the status of a bulk action. Without `nextMs`, the time until its next step, there is none. */
function moveJob(call: ApiCall, { kind, row }: Job, { nextMs, ...patch }: Move): void {
  const { _run: run } = row;
  run.nextAt = nextMs === undefined ? null : call.now + nextMs;
  call.data.jobs[kind].update(row, { ...patch, ...touched(call) });
}
