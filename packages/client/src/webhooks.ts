export { ensureSubscription } from './lib/webhooks/ensure-subscription.ts';
export { eventTime } from './lib/webhooks/event-time.ts';
export { handleInOrder } from './lib/webhooks/handle-in-order.ts';
export { handleOnce } from './lib/webhooks/handle-once.ts';
export { isWebhookError, WebhookError } from './lib/webhooks/webhook-error.ts';
export { isWebhookEvent } from './lib/webhooks/is-webhook-event.ts';
export { memoryWebhookStore } from './lib/webhooks/webhook-store.ts';
export { verifyWebhook } from './lib/webhooks/verify-webhook.ts';
export { withLookupLimits } from './lib/webhooks/with-lookup-limits.ts';

export type { EnsuredSubscription } from './lib/webhooks/ensure-subscription.ts';
export type {
  EnsureSubscriptionOptions,
  SubscriptionKeys,
} from './lib/webhooks/parse-subscription-options.ts';
export type { EventWork, HandleEventOptions } from './lib/webhooks/claim.ts';
export type { IdentifiedEvent } from './lib/webhooks/handle-once.ts';
export type { LookupLimitOptions } from './lib/webhooks/with-lookup-limits.ts';
export type { MemoryWebhookStoreOptions, WebhookStore } from './lib/webhooks/webhook-store.ts';
export type { ObjectEvent } from './lib/webhooks/handle-in-order.ts';
export type {
  FindSignatureKey,
  OrganizationSignatureKey,
  SignatureKey,
  SignatureKeys,
} from './lib/webhooks/signature-key.ts';
export type { TimedEvent } from './lib/webhooks/event-time.ts';
export type { VerifyWebhookOptions } from './lib/webhooks/verify-webhook.ts';
export type {
  WebhookAction,
  WebhookDelivery,
  WebhookEvent,
  WebhookObjectType,
  WebhookSubscriptionEvent,
} from './generated/schema.ts';
export type { WebhookErrorCode } from './lib/webhooks/webhook-error.ts';
export type { WebhookEventOf } from './lib/webhooks/is-webhook-event.ts';
export type { WebhookRequest } from './lib/webhooks/read-delivery-body.ts';
