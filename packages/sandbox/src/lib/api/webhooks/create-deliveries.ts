import type { WaitableClock } from '../../base/clock.ts';
import type { Switches } from '../../base/switches.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { EventKind, WebhookRow } from '../../model/rows/webhook-row.ts';
import { delayEvents } from './delay-events.ts';
import type { DeliveryJob, SandboxDelivery, SendWebhook } from './delivery.ts';
import { meetsFilter } from './meets-filter.ts';
import { createRedelivery } from './redelivery.ts';
import type { SandboxRedelivery } from './redelivery.ts';
import { signDelivery } from './sign-delivery.ts';

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

export interface DeliveriesOptions {
  /** Without it, deliveries are only logged. */
  readonly send: SendWebhook | undefined;
  readonly clock: WaitableClock;
  readonly redelivery: Required<SandboxRedelivery> | false;
  readonly consistency: Switches['consistency'];
}

export function createDeliveries({ send, clock, redelivery, consistency }: DeliveriesOptions): Deliveries {
  const log: SandboxDelivery[] = [];
  const jobs = new WeakMap<SandboxDelivery, DeliveryJob>();
  const inFlight = new Set<Promise<void>>();
  const retries = redelivery === false ? undefined : createRedelivery(redelivery, clock, attempt);
  // Signed one after another, so deliveries start in the order of their events; none waits for a response.
  let signingQueue = Promise.resolve();
  let era = {};

  function publish({ webhooks: hooks }: OrganizationData, events: readonly CloseEvent[]): void {
    for (const event of events)
      for (const hook of hooks.all()) if (isSubscribed(event, hook)) deliver(event, { hook, hooks });
  }
  function deliver(event: CloseEvent, { hook, hooks }: Pick<DeliveryJob, 'hook' | 'hooks'>): void {
    const { id: subscriptionId, url } = hook;
    const delivery: SandboxDelivery = { subscriptionId, url, event, status: 0, attempts: 0 };
    const job = { delivery, hook, hooks, startedAt: clock.now() };
    if (log.push(delivery) > maxLoggedDeliveries) log.shift();
    jobs.set(delivery, job);
    attempt(job);
  }
  function attempt(job: DeliveryJob): void {
    if (send === undefined) return;
    retries?.remove(job);
    job.delivery.attempts += 1;
    const signsAgain = redelivery === false || redelivery.signAgain;
    const signedAt = signsAgain ? clock.now() : job.startedAt;
    const request = signingQueue.then(() => toRequest(job, signedAt));
    signingQueue = request.then(ignore, ignore);
    const flight = finish(job, request.then(send));
    inFlight.add(flight);
    void flight.then(() => inFlight.delete(flight));
  }
  async function finish(job: DeliveryJob, response: Promise<Response>): Promise<void> {
    const startedIn = era;
    const isDelivered = await settle(job.delivery, response);
    if (startedIn === era) retries?.note(job, isDelivered);
  }
  const delayed = delayEvents(publish, clock, consistency);

  return {
    log,
    publish: delayed.publish,
    redeliver: (delivery) => {
      const job = jobs.get(delivery);
      if (job === undefined)
        throw new TypeError('sandbox.redeliver: `delivery` must be one of `sandbox.deliveries`.');
      attempt(job);
    },
    settled: () => allOf(inFlight),
    clear: () => {
      log.length = 0;
      era = {};
      delayed.clear();
      retries?.clear();
    },
  };
}

function isSubscribed(event: CloseEvent, { status, events }: WebhookRow): boolean {
  const isWanted = ({ object_type, action, extra_filter: filter }: EventKind): boolean =>
    object_type === event.object_type && action === event.action && (!filter || meetsFilter(filter, event));
  return status === 'active' && events.some(isWanted);
}

/** Notes the response in the delivery, and returns whether it has succeeded. */
async function settle(delivery: SandboxDelivery, response: Promise<Response>): Promise<boolean> {
  try {
    const { status, ok } = await response;
    Object.assign(delivery, { status, error: undefined });
    return ok;
  } catch (error) {
    Object.assign(delivery, { status: 0, error: String(error) });
    return false;
  }
}

async function toRequest({ delivery, hook }: DeliveryJob, signedAt: number): Promise<Request> {
  const body = JSON.stringify({ event: delivery.event, subscription_id: hook.id });
  const signature = await signDelivery(body, hook.signature_key, signedAt);
  const headers = { 'content-type': 'application/json', ...signature };
  return new Request(delivery.url, { method: 'POST', headers, body });
}

/** Waits for all flights, also later ones. After `clock.advance`, attempts that are due start first. */
async function allOf(flights: ReadonlySet<Promise<void>>): Promise<void> {
  await Promise.resolve();
  while (flights.size > 0) await Promise.all(flights);
}

function ignore(): void {}
