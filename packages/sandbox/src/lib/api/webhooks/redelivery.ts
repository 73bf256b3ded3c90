import type { CloseEvent } from '../../model/close-event.ts';
import type { WebhookRow } from '../../model/rows/webhook-row.ts';
import type { Table } from '../../model/table.ts';
import type { WaitableClock } from '../../base/clock.ts';

/**
 * Sends a webhook delivery.
 *
 * @param request - The signed request.
 * @returns The response of the receiver.
 */
export type SendWebhook = (request: Request) => Promise<Response> | Response;

/** A delivery of one event to one webhook subscription. */
export interface SandboxDelivery {
  /** The id of the subscription. */
  readonly subscriptionId: string;
  /** The URL of the subscription. */
  readonly url: string;
  /** The delivered event. */
  readonly event: CloseEvent;
  /** The status of the latest response; 0 until there is one. */
  status: number;
  /** The error when the latest attempt failed without a response. */
  error?: string | undefined;
  /** The number of attempts so far. */
  attempts: number;
  /** The time of the next attempt, in milliseconds since 1970, when one is scheduled. */
  nextAttemptAt?: number | undefined;
}

/** A delivery with its subscription. */
export interface DeliveryJob {
  readonly delivery: SandboxDelivery;
  readonly hook: WebhookRow;
  /** The subscriptions of the organization. */
  readonly hooks: Table<WebhookRow>;
  /** The time of the event, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** How failed webhook deliveries are repeated. All members are optional. */
export interface SandboxRedelivery {
  /**
   * The wait before the first repetition, in milliseconds. Each further wait is twice as long. Close does not document
   * it. Default: 1,000.
   */
  firstDelayMs?: number;
  /** The longest wait, in milliseconds. Default: 20 minutes. */
  maxDelayMs?: number;
  /** For how long a delivery is repeated, in milliseconds. Default: 72 hours. */
  forMs?: number;
  /**
   * Pauses a subscription, and drops what waits, once all of its deliveries have failed for this time, in
   * milliseconds. Default: 72 hours.
   */
  pauseAfterMs?: number;
  /** Pauses a subscription when this number of its deliveries wait. Default: 100,000. */
  maxWaiting?: number;
  /**
   * Whether each attempt is signed with its own time, or all with that of the first. Close does not document it.
   * Default: `true`.
   */
  signAgain?: boolean;
}

const defaults: Required<SandboxRedelivery> = {
  firstDelayMs: 1000,
  maxDelayMs: 1_200_000,
  forMs: 259_200_000,
  pauseAfterMs: 259_200_000,
  maxWaiting: 100_000,
  signAgain: true,
};

/** Fills in the defaults; `false` stays. */
export function fillRedelivery(option: boolean | SandboxRedelivery): Required<SandboxRedelivery> | false {
  if (option === false) return false;
  return option === true ? defaults : { ...defaults, ...option };
}

export function isRedelivery({ signAgain, ...numbers }: Required<SandboxRedelivery>): boolean {
  return typeof signAgain === 'boolean' && Object.values(numbers).every((value) => value > 0);
}

interface Redelivery {
  /** Notes the outcome of an attempt, and schedules the next one after a failure. */
  readonly note: (job: DeliveryJob, isDelivered: boolean) => void;
  /** Removes the scheduled attempt of a delivery. */
  readonly remove: (job: DeliveryJob) => void;
  readonly clear: () => void;
}

/** What fails of a subscription. It is failing since the first failure after the last success. */
type Backlog = { failingSince: number | undefined; readonly waiting: Set<DeliveryJob> };

export function createRedelivery(
  settings: Required<SandboxRedelivery>,
  clock: WaitableClock,
  attempt: (job: DeliveryJob) => void,
): Redelivery {
  const backlogs = new Map<WebhookRow, Backlog>();

  async function schedule(job: DeliveryJob, waiting: Set<DeliveryJob>): Promise<void> {
    const { delivery, startedAt } = job;
    const delayMs = Math.min(settings.maxDelayMs, settings.firstDelayMs * 2 ** (delivery.attempts - 1));
    const nextAttemptAt = clock.now() + delayMs;
    if (nextAttemptAt > startedAt + settings.forMs) return;
    delivery.nextAttemptAt = nextAttemptAt;
    waiting.add(job);
    await clock.sleep(delayMs);
    // It may have been removed, or attempted before its time.
    if (!waiting.delete(job)) return;
    delivery.nextAttemptAt = undefined;
    if (isActive(job)) attempt(job);
    else drop(job.hook);
  }
  function drop(hook: WebhookRow): void {
    const { waiting } = backlogs.get(hook) ?? {};
    for (const { delivery } of waiting ?? []) delivery.nextAttemptAt = undefined;
    waiting?.clear();
    backlogs.delete(hook);
  }
  function noteFailure(job: DeliveryJob): void {
    const { hook, hooks } = job;
    const backlog = backlogs.get(hook) ?? { failingSince: undefined, waiting: new Set() };
    const { failingSince = clock.now(), waiting } = backlog;
    backlogs.set(hook, Object.assign(backlog, { failingSince }));
    const isOver = clock.now() - failingSince >= settings.pauseAfterMs || waiting.size >= settings.maxWaiting;
    if (!isOver) return void schedule(job, waiting);
    hooks.update(hook, { status: 'paused', pause_reason: 'failing' });
    drop(hook);
  }
  return {
    note(job, isDelivered) {
      const backlog = backlogs.get(job.hook);
      if (!isActive(job)) drop(job.hook);
      else if (!isDelivered) noteFailure(job);
      // What waits goes on waiting.
      else if (backlog !== undefined) backlog.failingSince = undefined;
    },
    remove(job) {
      job.delivery.nextAttemptAt = undefined;
      backlogs.get(job.hook)?.waiting.delete(job);
    },
    clear() {
      for (const hook of backlogs.keys()) drop(hook);
    },
  };
}

function isActive({ hook, hooks }: DeliveryJob): boolean {
  return hooks.get(hook.id) === hook && hook.status === 'active';
}
