import type { WebhookDelivery } from '@closekit/client/webhooks';
import { isWebhookError } from '@closekit/client/webhooks';
import { CloseServerError } from '../base/errors.ts';

/**
 * Acts on a verified delivery.
 *
 * @param delivery - The delivery as Close sent it.
 * @param context - The `signal` aborts when the time for the delivery is over.
 * @returns Any value; a promise is awaited.
 */
export type OnDelivery = (delivery: WebhookDelivery, context: { readonly signal: AbortSignal }) => unknown;

/** The limits of a listener for deliveries. */
export interface DeliveryLimits {
  /** The time limit of one delivery, waiting included, in milliseconds. */
  readonly deliveryTimeoutMs: number;
  /** The maximum number of calls at a time. */
  readonly maxDeliveries: number;
}

/** The maximum number of deliveries that wait for a place. */
const waitingLimit = 100;

/**
 * Limits the calls of a listener for deliveries. A call that exceeds its time occupies its place until it settles.
 *
 * The returned function throws CloseServerError `delivery_failed`, `delivery_timeout` or `webhook_busy`.
 */
export function createDeliver(
  onDelivery: OnDelivery,
  { deliveryTimeoutMs, maxDeliveries }: DeliveryLimits,
): (delivery: WebhookDelivery) => Promise<void> {
  const waiting = new Set<() => void>();
  let running = 0;

  function startNext(): void {
    const [start] = waiting;
    if (start === undefined || running >= maxDeliveries) return;
    waiting.delete(start);
    start();
  }

  async function call(delivery: WebhookDelivery, signal: AbortSignal): Promise<void> {
    running += 1;
    try {
      await onDelivery(delivery, { signal });
    } catch (cause) {
      throw toDeliveryError(cause);
    } finally {
      running -= 1;
      startNext();
    }
  }

  return async (delivery) => {
    if (running >= maxDeliveries && waiting.size >= waitingLimit) throw busy();
    return new Promise<void>((resolve, reject) => {
      const controller = new AbortController();
      const start = (): void => {
        void call(delivery, controller.signal)
          .finally(() => clearTimeout(timer))
          .then(resolve, reject);
      };
      const timer = setTimeout(() => {
        const error = waiting.delete(start) ? busy() : timedOut();
        controller.abort(error);
        reject(error);
      }, deliveryTimeoutMs);
      waiting.add(start);
      startNext();
    });
  };
}

/** The errors of `handleOnce` and `handleInOrder` that ask for a repetition keep their codes. */
function toDeliveryError(cause: unknown): CloseServerError {
  const code = isWebhookError(cause) ? cause.code : undefined;
  if (code === 'webhook_busy' || code === 'webhook_timeout')
    return new CloseServerError(code, 'The event is handled later. Close repeats the delivery.', { cause });
  return new CloseServerError('delivery_failed', '`onDelivery` failed. See `cause`.', { cause });
}

function timedOut(): CloseServerError {
  const message = '`onDelivery` took longer than `deliveryTimeoutMs`. Close repeats the delivery.';
  return new CloseServerError('delivery_timeout', message);
}

function busy(): CloseServerError {
  const message = 'Too many calls of `onDelivery` are running. Close repeats the delivery.';
  return new CloseServerError('webhook_busy', message);
}
