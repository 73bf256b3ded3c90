import type { WaitableClock } from '../../base/clock.ts';
import type { DeliveryJob, SendWebhook } from './delivery.ts';
import { createRedelivery } from './redelivery.ts';
import type { SandboxRedelivery } from './redelivery.ts';
import { signDelivery } from './sign-delivery.ts';

/** Sends deliveries. */
export interface DeliverySender {
  /** Starts an attempt. Never throws. */
  readonly attempt: (job: DeliveryJob) => void;
  /** Resolves when no attempt is in flight. */
  readonly settled: () => Promise<void>;
  /** Forgets what is scheduled. */
  readonly clear: () => void;
}

/** The options of {@link createDeliverySender}. */
export interface DeliverySenderOptions {
  readonly send: SendWebhook;
  readonly clock: WaitableClock;
  readonly redelivery: Required<SandboxRedelivery> | false;
}

/** Creates the sender of deliveries. */
export function createDeliverySender({ send, clock, redelivery }: DeliverySenderOptions): DeliverySender {
  const inFlight = new Set<Promise<void>>();
  const retries = redelivery === false ? undefined : createRedelivery(redelivery, clock, attempt);
  // Signed one after another, so deliveries start in the order of their events; none waits for a response.
  let signingQueue = Promise.resolve();
  let era = {};

  function attempt(job: DeliveryJob): void {
    retries?.remove(job);
    job.delivery.attempts += 1;
    const signsAgain = redelivery === false || redelivery.signAgain;
    const signedAt = signsAgain ? clock.now() : job.startedAt;
    const request = signingQueue.then(() => toRequest(job, signedAt));
    signingQueue = request.then(ignore, ignore);
    const flight = finish(job, request, era);
    inFlight.add(flight);
    void flight.then(() => inFlight.delete(flight));
  }

  async function finish(job: DeliveryJob, request: Promise<Request>, startedIn: object): Promise<void> {
    const isDelivered = await settle(job, request, send);
    if (startedIn === era) retries?.note(job, isDelivered);
  }

  return {
    attempt,
    async settled() {
      // After `clock.advance`, attempts that are due start first.
      await Promise.resolve();
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    clear() {
      era = {};
      retries?.clear();
    },
  };
}

/** Waits for the response, and returns whether the delivery has succeeded. */
async function settle(
  { delivery }: DeliveryJob,
  request: Promise<Request>,
  send: SendWebhook,
): Promise<boolean> {
  try {
    const { status, ok } = await send(await request);
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

function ignore(): void {}
