import type { WaitableClock } from '../../base/clock.ts';
import type { Switches } from '../../base/switches.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { WebhookRow } from '../../model/rows/webhook-row.ts';
import { delayEvents } from './delay-events.ts';
import type { DeliveryJob, SandboxDelivery, SendWebhook } from './delivery.ts';
import { meetsFilter } from './meets-filter.ts';
import type { SandboxRedelivery } from './redelivery.ts';
import { createDeliverySender } from './send-deliveries.ts';

const maxLoggedDeliveries = 10_000;

/** The webhook deliveries of a sandbox. */
export interface Deliveries {
  /** The log of deliveries, oldest first. */
  readonly log: SandboxDelivery[];
  /** Sends events to their subscriptions. Returns before anything is sent, and never throws. */
  readonly publish: (data: OrganizationData, events: readonly CloseEvent[]) => void;
  /** Sends a delivery of the log again. */
  readonly redeliver: (delivery: SandboxDelivery) => void;
  /** Resolves when no delivery is in flight. */
  readonly settled: () => Promise<void>;
  /** Empties the log and forgets what is scheduled. */
  readonly clear: () => void;
}

/** The options of {@link createDeliveries}. */
export interface DeliveriesOptions {
  readonly send: SendWebhook | undefined;
  readonly clock: WaitableClock;
  readonly redelivery: Required<SandboxRedelivery> | false;
  readonly consistency: Switches['consistency'];
}

/** Creates the deliveries. Without `send` they are only logged. */
export function createDeliveries({ send, clock, redelivery, consistency }: DeliveriesOptions): Deliveries {
  const log: SandboxDelivery[] = [];
  const jobs = new WeakMap<SandboxDelivery, DeliveryJob>();
  const sender = send && createDeliverySender({ send, clock, redelivery });

  function deliver(event: CloseEvent, hook: WebhookRow, hooks: DeliveryJob['hooks']): void {
    const { id: subscriptionId, url } = hook;
    const delivery: SandboxDelivery = { subscriptionId, url, event, status: 0, attempts: 0 };
    log.push(delivery);
    if (log.length > maxLoggedDeliveries) log.shift();
    const job = { delivery, hook, hooks, startedAt: clock.now() };
    jobs.set(delivery, job);
    sender?.attempt(job);
  }

  function publish(data: OrganizationData, events: readonly CloseEvent[]): void {
    const hooks = data.webhooks.all().filter(({ status }) => status === 'active');
    for (const event of events)
      for (const hook of hooks) if (isSubscribed(event, hook)) deliver(event, hook, data.webhooks);
  }
  const delayed = delayEvents(publish, clock, consistency);

  return {
    log,
    publish: delayed.publish,
    redeliver: (delivery) => {
      const job = jobs.get(delivery);
      if (job === undefined)
        throw new TypeError('sandbox.redeliver: `delivery` must be one of `sandbox.deliveries`.');
      sender?.attempt(job);
    },
    settled: async () => sender?.settled(),
    clear: () => {
      log.length = 0;
      delayed.clear();
      sender?.clear();
    },
  };
}

function isSubscribed(event: CloseEvent, { events }: WebhookRow): boolean {
  return events.some(
    ({ object_type, action, extra_filter: filter }) =>
      object_type === event.object_type && action === event.action && (!filter || meetsFilter(filter, event)),
  );
}
