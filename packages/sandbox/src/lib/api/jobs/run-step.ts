import type { OrganizationData } from '../../model/organization-data.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { JobKind, JobRow } from '../../model/rows/job-row.ts';
import { timestampOf, touched } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { ApiRefusal } from '../base/api-refusal.ts';
import type { Step } from '../resources/run-sequences.ts';
import { deleteAction, editAction } from './lead-actions.ts';
import { emailAction, sequenceAction } from './contact-actions.ts';
import type { JobAction } from './job-action.ts';

export const jobActions: Readonly<Record<JobKind, JobAction>> = {
  delete: deleteAction,
  edit: editAction,
  email: emailAction,
  sequence_subscription: sequenceAction,
};

/** Time until a new or resumed bulk action starts, in milliseconds. */
export const startMs = 800;
const loadMs = 1000;
const leadMs = 4; // 250 leads a second, as exports

interface Job {
  readonly kind: JobKind;
  readonly row: JobRow;
}

/** The step that is due first, of all bulk actions. */
export function nextJobStep({ jobs }: OrganizationData): Step | undefined {
  const all = jobKinds.flatMap((kind) => jobs[kind].all().map((row): Job => ({ kind, row })));
  const steps = all.flatMap((job): Step[] => {
    const { id, status, n_leads_processed: count, _run } = job.row;
    const { nextAt, userId, app, body, items } = _run;
    if (nextAt === null) return [];
    const run = (call: ApiCall): void => runStep({ ...call, body: { ...body } }, job);
    const leadId = status === 'processing' ? items[count]?.leadId : undefined;
    return [{ dueAt: nextAt, leadId, userId, app, meta: { bulk_action_id: id }, run }];
  });
  return steps.toSorted((a, b) => a.dueAt - b.dueAt)[0];
}

/** Runs the step that is due: the next status, or the next lead. */
function runStep(call: ApiCall, job: Job): void {
  const { status, n_leads: counted, _run } = job.row;
  if (status === 'created' || (status === 'resuming' && counted === null)) {
    moveJob(call, job, { status: 'loading', nextMs: loadMs });
  } else if (status !== 'processing') {
    const n_leads = _run.items.length;
    const n_objects = _run.items.reduce((sum, { targets }) => sum + targets.length, 0);
    moveJob(call, job, { status: 'processing', n_leads, n_objects, nextMs: leadMs });
  } else {
    processLead(call, job);
  }
}

function processLead(call: ApiCall, job: Job): void {
  const { kind, row } = job;
  const { n_leads_processed: count, _run: run } = row;
  const item = run.items[count];
  if (item === undefined) return moveJob(call, job, { status: 'done' });
  try {
    jobActions[kind].apply(call, row, item);
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

/** Changes the status of a bulk action. Without `nextMs`, the time until its next step, there is none. */
export function moveJob(
  call: ApiCall,
  { kind, row }: Job,
  { nextMs, ...patch }: Partial<JobRow> & { readonly nextMs?: number },
): void {
  const { _run: run } = row;
  run.nextAt = nextMs === undefined ? null : call.now + nextMs;
  call.data.jobs[kind].update(row, { ...patch, ...touched(call) });
}
