import { CloseServerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { jsonResponse } from '../base/json-response.ts';
import { parseLiveEvent, positionOf } from '../live/event.ts';
import type { LiveEvent } from '../live/event.ts';
import type { LiveSettings, SignatureKey } from '../live/parse-webhook-options.ts';
import { readBody } from '../guard/read-body.ts';
import { parseObject } from '../guard/read-json.ts';
import { assertSignature, readSignature, signatureInvalid } from '../live/webhook-signature.ts';

/**
 * `POST webhook`: receives a delivery from Close and publishes its event to the pages of its organization.
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
  const { toleranceMs, feed, relayed } = live;
  const signature = readSignature(request.headers, { now: config.now(), toleranceMs });
  const body = await readBody(request, config.maxBodyBytes);
  const delivery = body && parseObject(body);
  if (body === undefined || delivery === undefined) throw invalidBody();
  // Not verified yet: the id only selects the key that verifies the delivery.
  const key = await live.findKey(delivery['subscription_id']);
  if (!key) throw unknownSubscription();
  await assertSignature(signature, body, typeof key === 'string' ? key : key.signatureKey);
  const event = parseLiveEvent(delivery['event']);
  if (event === undefined) throw invalidBody();
  assertOwnEvent(key, event);
  // Close repeats deliveries, and two subscriptions deliver an event twice. A newer version of an event
  // counts as new.
  const name = `${event.organization_id} ${positionOf(event)}`;
  if (!relayed.add(name)) return jsonResponse(null);
  try {
    await feed.publish(event);
  } catch (error) {
    relayed.delete(name);
    throw error;
  }
  return jsonResponse(null);
}

function assertOwnEvent(key: SignatureKey, event: LiveEvent): void {
  if (typeof key === 'string' || key.organizationId === event.organization_id) return;
  throw signatureInvalid('belongs to another organization');
}

function invalidBody(): CloseServerError {
  return new CloseServerError('body_invalid', 'The delivery is not a Close event.');
}

function unknownSubscription(): CloseServerError {
  const message = 'The option `webhooks.signatureKey` returned no key for the subscription of this delivery.';
  return new CloseServerError('webhook_subscription_unknown', message);
}
