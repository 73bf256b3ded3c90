import type { WaitableClock } from '../../base/clock.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { JobRow } from '../../model/rows/job-row.ts';
import { recordEvents } from '../events/record-events.ts';
import type { Publish } from '../events/record-events.ts';
import { callOfStep, runStep } from './run-step.ts';

/** How often a bulk action goes on by itself when no request comes, in milliseconds. */
const wakeMs = 1000;

/** Runs the bulk actions of a sandbox. */
export interface Jobs {
  /** Runs every step that is due, in the order of time. */
  readonly settle: (data: OrganizationData) => void;
  /** Arranges that the next steps run by themselves, for webhooks. */
  readonly schedule: (data: OrganizationData) => void;
  /** Forgets what is scheduled. */
  readonly clear: () => void;
}

/**
 * Creates the engine of bulk actions. A step runs with the time at which it is due, however late the engine gets
 * to it, so results do not depend on how often they are polled.
 */
export function createJobs({ now, sleep }: Pick<WaitableClock, 'now' | 'sleep'>, publish: Publish): Jobs {
  const scheduled = new Set<OrganizationData>();

  function settle(data: OrganizationData): void {
    for (;;) {
      const job = nextJob(data);
      if (job === undefined || dueAt(job) > now()) return;
      const call = callOfStep(data, job, dueAt(job));
      const meta = { bulk_action_id: job.id };
      recordEvents(call, { meta, publish, work: () => runStep(call, job) });
    }
  }
  function schedule(data: OrganizationData): void {
    const job = nextJob(data);
    if (job === undefined || scheduled.has(data)) return;
    scheduled.add(data);
    void sleep(Math.max(wakeMs, dueAt(job) - now())).then(() => {
      if (!scheduled.delete(data)) return;
      settle(data);
      schedule(data);
    });
  }
  return { settle, schedule, clear: () => scheduled.clear() };
}

function nextJob({ jobs }: OrganizationData): JobRow | undefined {
  const running = jobs.all().filter(({ run }) => run.nextAt !== null);
  return running.toSorted((a, b) => dueAt(a) - dueAt(b))[0];
}

function dueAt({ run }: JobRow): number {
  return run.nextAt ?? Number.POSITIVE_INFINITY;
}
