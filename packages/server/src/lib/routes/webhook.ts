import { isWebhookError, verifyWebhook } from '@closekit/client/webhooks';
import type { WebhookDelivery } from '@closekit/client/webhooks';
import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { parseLiveEvent, positionOf } from '../live/event.ts';
import type { LiveEvent } from '../live/event.ts';
import type { LiveSettings } from '../live/parse-webhook-options.ts';

/**
 * `POST webhook`: receives a delivery from Close, publishes its event to the pages of its organization, and passes it
 * to the app.
 *
 * After any response but 204, Close repeats the delivery later.
 *
 * @see https://developer.close.com/topics/webhooks/
 */
export async function webhook(
  config: HandlerConfig,
  request: Request,
  live: LiveSettings,
): Promise<Response> {
  const delivery = await verify(config, request, live);
  const event = parseLiveEvent(delivery.event);
  if (event === undefined) throw new CloseServerError('body_invalid', 'The delivery is not a Close event.');
  await publishOnce(live, event);
  if (live.deliver !== undefined) await live.deliver(delivery);
  return jsonResponse(null);
}

async function verify(
  { now, bodyTimeoutMs }: HandlerConfig,
  request: Request,
  { signatureKey, toleranceMs, maxBodyBytes }: LiveSettings,
): Promise<WebhookDelivery> {
  try {
    return await verifyWebhook(request, { signatureKey, toleranceMs, maxBodyBytes, bodyTimeoutMs, now });
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    // Node aborts the request of a body that is not read to its end, so the code tells who gave up.
    if (error.code === 'body_unreadable' && request.signal.aborted)
      throw new CloseServerError('aborted', 'The sender aborted the request.');
    throw new CloseServerError(error.code, error.message, { cause: error.cause });
  }
}

/**
 * Close repeats deliveries, and two subscriptions deliver an event twice. A newer version of an event counts as
 * new.
 */
async function publishOnce({ feed, relayed }: LiveSettings, event: LiveEvent): Promise<void> {
  const name = `${event.organization_id} ${positionOf(event)}`;
  if (!relayed.add(name)) return;
  try {
    await feed.publish(event);
  } catch (error) {
    relayed.delete(name);
    throw error;
  }
}
