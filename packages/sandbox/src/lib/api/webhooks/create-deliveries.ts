import type { WaitableClock } from '../../base/clock.ts';
import { groupBy } from '../../base/group-by.ts';
import type { Switches, SandboxConsistency } from '../../base/switches.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { EventKind, WebhookRow } from '../../model/rows/webhook-row.ts';
import type { DeliveryJob, SandboxDelivery, SendWebhook, SandboxRedelivery } from './redelivery.ts';
import { meetsFilter } from './meets-filter.ts';
import { createRedelivery } from './redelivery.ts';
import type { Publish } from '../events/record-events.ts';

const maxLoggedDeliveries = 10_000;

interface Deliveries {
  /** Oldest first. */
  readonly log: SandboxDelivery[];
  /** Sends events to their subscriptions. Returns before anything is sent, and never throws. */
  readonly publish: Publish;
  readonly redeliver: (delivery: SandboxDelivery) => void;
  /** Resolves when no delivery is in flight. */
  readonly settled: () => Promise<void>;
  /** Empties the log and forgets what is scheduled. */
  readonly clear: () => void;
}

interface DeliveriesOptions {
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
  let signingQueue: Promise<unknown> = Promise.resolve();
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
    signingQueue = Promise.allSettled([request]);
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

const slowActions: ReadonlySet<string> = new Set(['updated', 'deleted']);

/** Delays events until the Event Log shows them; updates and deletions also by the window of consolidation. */
function delayEvents(
  publish: Publish,
  clock: Pick<WaitableClock, 'sleep'>,
  { eventDelayMs, consolidateMs }: Pick<Required<SandboxConsistency>, 'eventDelayMs' | 'consolidateMs'>,
): { readonly publish: Publish; readonly clear: () => void } {
  const waiting = new Set<string>();
  const delayOf = ({ action }: CloseEvent): number =>
    eventDelayMs + (slowActions.has(action) ? consolidateMs : 0);

  async function publishAfter(delayMs: number, ...[data, events]: Parameters<Publish>): Promise<void> {
    // A later version of an event is sent with the first one.
    const ids = events.map(({ id }) => id).filter((id) => !waiting.has(id));
    for (const id of ids) waiting.add(id);
    await clock.sleep(delayMs);
    const due = ids.filter((id) => waiting.delete(id));
    const latest = due.flatMap((id) => data.events.findLast((event) => event.id === id) ?? []);
    publish(data, latest);
  }
  return {
    publish: (data, events) => {
      for (const [delayMs, group] of groupBy(events, delayOf)) {
        if (delayMs === 0) publish(data, group);
        else void publishAfter(delayMs, data, group);
      }
    },
    clear: () => waiting.clear(),
  };
}

const encoder = new TextEncoder();

/** Creates the signature headers: HMAC-SHA256 over timestamp and body, with the key decoded from hex. */
async function signDelivery(body: string, hexKey: string, now: number): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', fromHex(hexKey), algorithm, false, ['sign']);
  const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(timestamp + body));
  return { 'close-sig-hash': toHex(new Uint8Array(digest)), 'close-sig-timestamp': timestamp };
}

export function randomSignatureKey(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
