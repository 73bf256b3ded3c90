import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { WebhookRow } from '../../model/rows/webhook-row.ts';
import { meetsFilter } from './meets-filter.ts';
import { signDelivery } from './sign-delivery.ts';

const maxLoggedDeliveries = 10_000;

/** Takes a delivery where it should go. */
export type SendWebhook = (request: Request) => Promise<Response> | Response;

/** One event for one webhook subscription. */
export interface SandboxDelivery {
  /** Whose delivery it is. */
  readonly subscriptionId: string;
  /** Where it goes. */
  readonly url: string;
  /** What it tells. */
  readonly event: CloseEvent;
  /** The status of the answer; 0 while there is none. */
  status: number;
  /** Why there is no answer, once that is known. */
  error?: string;
}

/** What leaves the sandbox. */
export interface Deliveries {
  readonly log: SandboxDelivery[];
  /** Sends events to the subscriptions that want them. Returns before anything is sent, and never throws. */
  readonly publish: (data: OrganizationData, events: readonly CloseEvent[]) => void;
  /** Waits until nothing is on its way any more. */
  readonly settled: () => Promise<void>;
}

/** What deliveries are made with. */
export interface DeliveriesOptions {
  readonly send: SendWebhook | undefined;
  readonly now: () => number;
}

/** Makes the way out for events. Without `send` they are noted alone. */
export function createDeliveries({ send, now }: DeliveriesOptions): Deliveries {
  const log: SandboxDelivery[] = [];
  const inFlight = new Set<Promise<void>>();
  // One after the other is signed, so that deliveries start in the order of their events; none waits for an answer.
  let signingQueue = Promise.resolve();

  function deliver(event: CloseEvent, { id, url, signature_key }: WebhookRow): void {
    const delivery: SandboxDelivery = { subscriptionId: id, url, event, status: 0 };
    log.push(delivery);
    if (log.length > maxLoggedDeliveries) log.shift();
    if (send === undefined) return;
    const body = JSON.stringify({ event, subscription_id: id });
    const request = signingQueue.then(() =>
      makeRequest(body, url, { signatureKey: signature_key, now: now() }),
    );
    signingQueue = request.then(nothing, nothing);
    const flight = settle(delivery, request, send);
    inFlight.add(flight);
    void flight.then(() => inFlight.delete(flight));
  }

  return {
    log,
    publish: (data, events) => {
      const hooks = data.webhooks.all().filter(({ status }) => status === 'active');
      for (const event of events) for (const hook of hooks) if (isWanted(event, hook)) deliver(event, hook);
    },
    settled: async () => {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
  };
}

async function settle(
  delivery: SandboxDelivery,
  request: Promise<Request>,
  send: SendWebhook,
): Promise<void> {
  try {
    const { status } = await send(await request);
    delivery.status = status;
  } catch (error) {
    delivery.error = String(error);
  }
}

function isWanted(event: CloseEvent, { events }: WebhookRow): boolean {
  return events.some(
    ({ object_type, action, extra_filter: filter }) =>
      object_type === event.object_type && action === event.action && (!filter || meetsFilter(filter, event)),
  );
}

async function makeRequest(
  body: string,
  url: string,
  { signatureKey, now }: { signatureKey: string; now: number },
): Promise<Request> {
  const signature = await signDelivery(body, signatureKey, now);
  const headers = { 'content-type': 'application/json', ...signature };
  return new Request(url, { method: 'POST', headers, body });
}

function nothing(): void {}
