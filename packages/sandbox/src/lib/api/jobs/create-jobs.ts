import type { WaitableClock } from '../../base/clock.ts';
import type { Switches } from '../../base/switches.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { recordEvents } from '../events/record-events.ts';
import type { Publish } from '../events/record-events.ts';
import { sequenceSteps } from '../resources/run-sequences.ts';
import type { Step } from '../resources/run-sequences.ts';
import { nextJobStep } from './run-step.ts';

// Work goes on by itself every second if no request comes; timers do not take more than 24 days.
const [minWaitMs, maxWaitMs] = [1000, 86_400_000];

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

function firstOf(data: OrganizationData, steps: readonly Step[]): Step | undefined {
  const first = nextJobStep(data);
  return steps.reduce((known, step) => (known && known.dueAt <= step.dueAt ? known : step), first);
}

/** The call of a step: a request of its user, at its time. */
function callOfStep(data: OrganizationData, { dueAt, userId, app }: Step): Omit<ApiCall, keyof Switches> {
  const user = data.users.get(userId) ?? data.users.all()[0];
  if (user === undefined) throw new RangeError('The organization has no users');
  const links = { origin: '', storageOrigin: '', timeZoneMs: 0, accept: '', id: '', params: {} };
  const request = { ...links, query: new URLSearchParams(), body: {}, isStrict: true };
  return { ...request, data, user, app, now: dueAt, webhookKeys: 'created' };
}
