import type { WebhookDelivery } from '../../generated/schema.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { parseJson } from '../base/parse-json.ts';
import { longestTimerMs } from '../base/sleep.ts';
import { findSubscriptionId } from './find-subscription-id.ts';
import { readDeliveryBody } from './read-delivery-body.ts';
import type { WebhookRequest } from './read-delivery-body.ts';
import { findSigners, parseSignatureKey, readSignature, signatureInvalid } from './signature.ts';
import { listKeys } from './signature-key.ts';
import type { FindSignatureKey, SignatureKey, SignatureKeys } from './signature-key.ts';
import { WebhookError } from './webhook-error.ts';

/** Options of {@link verifyWebhook}. Only `signatureKey` is required. */
export interface VerifyWebhookOptions {
  /**
   * The `signature_key` that Close returned when the subscription was created, or a list of keys of which each
   * is valid, such as the old and the new one during a rotation. For several subscriptions, a function that finds
   * the key by the id of a subscription; wrap it in {@link withLookupLimits}.
   */
  readonly signatureKey: SignatureKeys | FindSignatureKey;
  /** The maximum difference between the time of the delivery and the clock, in milliseconds. Default: 300,000. */
  readonly toleranceMs?: number | undefined;
  /** The maximum size of the body, in bytes. Default: 262,144. */
  readonly maxBodyBytes?: number | undefined;
  /** The time limit for the body to arrive, in milliseconds. Default: 10,000. */
  readonly bodyTimeoutMs?: number | undefined;
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Verifies a delivery of Close and returns it. Nothing is parsed before the signature is verified.
 *
 * The steps, each of which can refuse the delivery: the headers; the body, up to its limits; the key, found by
 * the one `subscription_id` of the body; the HMAC-SHA256 over the unparsed bytes, compared in constant time with
 * that of each key; the JSON, whose `subscription_id` must be the id that the key was found by.
 *
 * @param request - A standard `Request`, or its headers and its unparsed body.
 * @param options - The `signatureKey`, and any option that differs from its default.
 * @returns The delivery. Its event has text for `id`, `organization_id`, `object_type`, `object_id` and `action`;
 * other members are as Close sent them. Close can deliver an event more than once and in any order: see
 * {@link handleOnce} and {@link handleInOrder}.
 * @throws WebhookError that has a `code` and the HTTP `status` to respond with. Errors of `signatureKey` pass through.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const { event } = await verifyWebhook(request, { signatureKey });
 * ```
 * @see https://developer.close.com/topics/webhooks/
 */
export async function verifyWebhook(
  request: WebhookRequest,
  options: VerifyWebhookOptions,
): Promise<WebhookDelivery> {
  const { signatureKey, now = Date.now, toleranceMs = 300_000 } = options;
  const { maxBodyBytes = 262_144, bodyTimeoutMs = 10_000 } = options;
  assertOptions(signatureKey, { toleranceMs, maxBodyBytes, bodyTimeoutMs });
  const signature = readSignature(request.headers, { now: now(), toleranceMs });
  const body = await readDeliveryBody(request, { maxBodyBytes, bodyTimeoutMs });
  const { keys, subscriptionId } = await findKeys(signatureKey, body);
  const signers = await findSigners(signature, body, keys);
  const delivery = parseDelivery(body);
  // The key must have been found by the id that the signed body has.
  if ((subscriptionId ?? delivery.subscription_id) !== delivery.subscription_id) throw notADelivery();
  if (!signers.some((key) => maySign(key, delivery.event.organization_id)))
    throw signatureInvalid('belongs to another organization');
  return delivery;
}

interface FoundKeys {
  readonly keys: readonly SignatureKey[];
  /** The id that the keys were found by; `undefined` when they depend on none. */
  readonly subscriptionId?: string;
}

async function findKeys(
  signatureKey: SignatureKeys | FindSignatureKey,
  body: Uint8Array,
): Promise<FoundKeys> {
  if (typeof signatureKey !== 'function') return { keys: listKeys(signatureKey) };
  const subscriptionId = findSubscriptionId(body);
  const keys = subscriptionId === undefined ? [] : listKeys(await signatureKey(subscriptionId));
  if (subscriptionId !== undefined && keys.length > 0) return { keys, subscriptionId };
  const message =
    'No key is known for the subscription of this delivery. Return its key from `signatureKey`.';
  throw new WebhookError('webhook_subscription_unknown', message);
}

function maySign(key: SignatureKey, organizationId: string): boolean {
  return typeof key === 'string' || key.organizationId === organizationId;
}

function parseDelivery(body: Uint8Array): WebhookDelivery {
  const delivery = parseJson(decode(body));
  if (isDelivery(delivery)) return delivery;
  throw notADelivery();
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw notADelivery();
  }
}

/** The admins of an organization can sign any content, so the members that identify an event are checked. */
function isDelivery(value: unknown): value is WebhookDelivery {
  if (!isRecord(value) || typeof value['subscription_id'] !== 'string') return false;
  const { event } = value;
  if (!isRecord(event)) return false;
  const members = ['id', 'organization_id', 'object_type', 'object_id', 'action'];
  return members.every((member) => typeof event[member] === 'string');
}

function notADelivery(): WebhookError {
  return new WebhookError('body_invalid', 'The delivery is not a Close event.');
}

function assertOptions(
  signatureKey: SignatureKeys | FindSignatureKey,
  limits: Readonly<Record<'toleranceMs' | 'maxBodyBytes' | 'bodyTimeoutMs', number>>,
): void {
  if (typeof signatureKey !== 'function') {
    const keys = listKeys(signatureKey);
    // No key at all is as malformed as a wrong one.
    for (const key of keys.length === 0 ? [undefined] : keys) parseSignatureKey(key);
  }
  for (const [option, value] of Object.entries(limits)) {
    const holds = Number.isSafeInteger(value) && value > 0 && value <= longestTimerMs;
    assertArgument(holds, ['verifyWebhook', option], `a positive integer up to ${longestTimerMs}`);
  }
}
