import type { OrganizationData } from '../../model/organization-data.ts';
import type { JobRow } from '../../model/rows/job-row.ts';
import { timestampOf, touched } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { ApiRefusal } from '../base/api-refusal.ts';
import { jobActions } from './job-actions.ts';

/** Time until a new or resumed bulk action starts, in milliseconds. */
export const startMs = 800;
const loadMs = 1000;
const leadMs = 4; // 250 leads a second, as exports

/** A step of a bulk action, with what its events say about it. */
export interface JobStep {
  /** In milliseconds since 1970. */
  readonly dueAt: number;
  /** The lead that the step works on, if it works on one. */
  readonly leadId: string | undefined;
  readonly userId: string;
  readonly app: ApiCall['app'];
  readonly meta: { readonly bulk_action_id: string };
  readonly run: (call: ApiCall) => void;
}

/** The step that is due first, of all bulk actions. */
export function nextJobStep({ jobs }: OrganizationData): JobStep | undefined {
  const steps = jobs.all().flatMap((job): JobStep[] => {
    const { nextAt, userId, app, body } = job.run;
    if (nextAt === null) return [];
    const run = (call: ApiCall): void => runStep({ ...call, body: { ...body } }, job);
    const meta = { bulk_action_id: job.id };
    const leadId = job.status === 'processing' ? job.run.items[job.n_leads_processed]?.leadId : undefined;
    return [{ dueAt: nextAt, leadId, userId, app, meta, run }];
  });
  return steps.toSorted((a, b) => a.dueAt - b.dueAt)[0];
}

/** Runs the step that is due: the next status, or the next lead. */
function runStep(call: ApiCall, job: JobRow): void {
  const isCounted = job.n_leads !== null;
  if (job.status === 'created' || (job.status === 'resuming' && !isCounted)) {
    moveJob(call, job, { status: 'loading', nextMs: loadMs });
  } else if (job.status !== 'processing') {
    const n_leads = job.run.items.length;
    const n_objects = job.run.items.reduce((sum, { targets }) => sum + targets.length, 0);
    moveJob(call, job, { status: 'processing', n_leads, n_objects, nextMs: leadMs });
  } else {
    processLead(call, job);
  }
}

function processLead(call: ApiCall, job: JobRow): void {
  const item = job.run.items[job.n_leads_processed];
  if (item === undefined) return moveJob(call, job, { status: 'done' });
  try {
    jobActions[job.kind].apply(call, job, item);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return moveJob(call, job, { status: 'error' });
  }
  // Progress is no event: only a change of the status is.
  job.n_leads_processed += 1;
  job.n_objects_processed += item.targets.length;
  job.date_updated = timestampOf(call);
  job.run.nextAt = call.now + leadMs;
}

/** Changes the status of a bulk action. Without `nextMs`, the time until its next step, there is none. */
export function moveJob(
  call: ApiCall,
  job: JobRow,
  { nextMs, ...patch }: Partial<JobRow> & { readonly nextMs?: number },
): void {
  job.run.nextAt = nextMs === undefined ? null : call.now + nextMs;
  call.data.jobs.update(job, { ...patch, ...touched(call) });
}
