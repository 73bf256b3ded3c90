import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { WebhookRow } from '../../model/rows/webhook-row.ts';
import { meetsFilter } from './meets-filter.ts';
import { signDelivery } from './sign-delivery.ts';

const maxLoggedDeliveries = 10_000;

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
  /** The status of the response; 0 until there is one. */
  status: number;
  /** The error when sending failed. */
  error?: string;
}

/** The webhook deliveries of a sandbox. */
export interface Deliveries {
  /** The log of deliveries, oldest first. */
  readonly log: SandboxDelivery[];
  /** Sends events to their subscriptions. Returns before anything is sent, and never throws. */
  readonly publish: (data: OrganizationData, events: readonly CloseEvent[]) => void;
  /** Resolves when no delivery is in flight. */
  readonly settled: () => Promise<void>;
}

/** The options of {@link createDeliveries}. */
export interface DeliveriesOptions {
  readonly send: SendWebhook | undefined;
  readonly now: () => number;
}

/** Creates the deliveries. Without `send` they are only logged. */
export function createDeliveries({ send, now }: DeliveriesOptions): Deliveries {
  const log: SandboxDelivery[] = [];
  const inFlight = new Set<Promise<void>>();
  // Signed one after another, so deliveries start in the order of their events; none waits for a response.
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
    signingQueue = request.then(ignore, ignore);
    const flight = settle(delivery, request, send);
    inFlight.add(flight);
    void flight.then(() => inFlight.delete(flight));
  }

  return {
    log,
    publish: (data, events) => {
      const hooks = data.webhooks.all().filter(({ status }) => status === 'active');
      for (const event of events)
        for (const hook of hooks) if (isSubscribed(event, hook)) deliver(event, hook);
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

function isSubscribed(event: CloseEvent, { events }: WebhookRow): boolean {
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

function ignore(): void {}
