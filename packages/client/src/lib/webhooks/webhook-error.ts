/**
 * Why a delivery is refused. Close repeats a refused delivery for three days.
 *
 * - `webhook_signature_invalid`: the signature is missing or wrong, or its key belongs to another organization.
 * - `webhook_expired`: the time of the delivery is outside `toleranceMs`.
 * - `webhook_subscription_unknown`: the delivery does not name one subscription whose key is known.
 * - `webhook_busy`: too many look-ups of keys are running, or the event, or another event of its object, is being
 *   handled right now.
 * - `webhook_timeout`: the work for an event took longer than `leaseMs`.
 * - `body_too_large`, `body_timeout`, `body_unreadable`: the body exceeds `maxBodyBytes`, did not arrive within
 *   `bodyTimeoutMs`, or was read by other code first.
 * - `body_invalid`: the body is signed, but is not a delivery.
 */
export type WebhookErrorCode =
  | 'webhook_signature_invalid'
  | 'webhook_expired'
  | 'webhook_subscription_unknown'
  | 'webhook_busy'
  | 'webhook_timeout'
  | 'body_too_large'
  | 'body_timeout'
  | 'body_unreadable'
  | 'body_invalid';

const statusByCode: Readonly<Record<WebhookErrorCode, number>> = {
  webhook_signature_invalid: 401,
  webhook_expired: 401,
  webhook_subscription_unknown: 404,
  webhook_busy: 503,
  webhook_timeout: 503,
  body_too_large: 413,
  body_timeout: 408,
  body_unreadable: 400,
  body_invalid: 400,
};

const brand = Symbol.for('@closekit/client/webhook-error');

/** A delivery that was refused, or whose work did not finish. Contains neither the body nor a key. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  /** Why the delivery is refused. */
  readonly code: WebhookErrorCode;
  /** The HTTP status to respond with. After any status but 2xx, Close repeats the delivery. */
  readonly status: number;

  /**
   * @param code - Why the delivery is refused.
   * @param message - What happened, then what to do.
   * @param options - The `cause`.
   */
  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = statusByCode[code];
    Object.defineProperty(this, brand, { value: true });
  }
}

/**
 * Checks whether a value is a {@link WebhookError}, including one of another copy of this package.
 *
 * @param value - Any value, usually a caught error.
 * @returns `true` for a `WebhookError`.
 */
export function isWebhookError(value: unknown): value is WebhookError {
  return value instanceof Error && brand in value;
}
