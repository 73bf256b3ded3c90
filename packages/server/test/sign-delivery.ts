import { createHmac } from 'node:crypto';

export const signatureKey = '4f2b'.repeat(16);

/** An event as Close sends it, with parts that no page may see. */
export function closeEvent(members: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'ev_1',
    date_created: '2026-11-23T12:00:00.000000',
    date_updated: '2026-11-23T12:00:00.000000',
    organization_id: 'orga_1',
    user_id: 'user_9',
    object_type: 'lead',
    object_id: 'lead_1',
    lead_id: 'lead_1',
    action: 'updated',
    changed_fields: ['name'],
    data: { name: 'Hidden from some roles' },
    previous_data: { name: 'Hidden before' },
    meta: { request_path: '/api/v1/lead/lead_1/' },
    ...members,
  };
}

export interface DeliveryOptions {
  readonly url?: string;
  readonly subscriptionId?: string;
  readonly key?: string;
  readonly timestampMs?: number;
  /** Signed and sent instead of the event in its envelope. */
  readonly signed?: string;
  /** Sent instead of the signed body. */
  readonly body?: string;
}

/** A delivery of Close: an event in its envelope, signed over the bytes. */
export function signDelivery(event: unknown, options: DeliveryOptions = {}): Request {
  const { url = 'https://app.example/api/close/webhook', subscriptionId = 'whsub_1' } = options;
  const { key = signatureKey, timestampMs = Date.now() } = options;
  const { signed = JSON.stringify({ event, subscription_id: subscriptionId }) } = options;
  const timestamp = String(Math.floor(timestampMs / 1000));
  const hash = createHmac('sha256', Buffer.from(key, 'hex'))
    .update(timestamp + signed)
    .digest('hex');
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'close-sig-hash': hash,
      'close-sig-timestamp': timestamp,
    },
    body: options.body ?? signed,
  });
}
