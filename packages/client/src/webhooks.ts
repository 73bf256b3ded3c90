export { isWebhookError, WebhookError } from './lib/webhooks/webhook-error.ts';
export { isWebhookEvent } from './lib/webhooks/is-webhook-event.ts';
export { verifyWebhook } from './lib/webhooks/verify-webhook.ts';
export { withLookupLimits } from './lib/webhooks/with-lookup-limits.ts';

export type {
  FindSignatureKey,
  OrganizationSignatureKey,
  SignatureKey,
} from './lib/webhooks/signature-key.ts';
export type { LookupLimitOptions } from './lib/webhooks/with-lookup-limits.ts';
export type { VerifyWebhookOptions } from './lib/webhooks/verify-webhook.ts';
export type { WebhookAction, WebhookDelivery, WebhookEvent, WebhookObjectType } from './generated/schema.ts';
export type { WebhookErrorCode } from './lib/webhooks/webhook-error.ts';
export type { WebhookEventOf } from './lib/webhooks/is-webhook-event.ts';
export type { WebhookRequest } from './lib/webhooks/read-delivery-body.ts';
