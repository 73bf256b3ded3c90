export { isWebhookEvent } from './lib/webhooks/is-webhook-event.ts';

export type { WebhookAction, WebhookDelivery, WebhookEvent, WebhookObjectType } from './generated/schema.ts';
export type { WebhookEventOf } from './lib/webhooks/is-webhook-event.ts';
