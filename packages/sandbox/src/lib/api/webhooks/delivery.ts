import type { CloseEvent } from '../../model/close-event.ts';
import type { WebhookRow } from '../../model/rows/webhook-row.ts';
import type { Table } from '../../model/table.ts';

/**
 * Sends a webhook delivery.
 *
 * @param request - The signed request.
 * @returns The response of the receiver.
 */
export type SendWebhook = (request: Request) => Promise<Response> | Response;

/** A delivery of one event to one webhook subscription. */
export interface SandboxDelivery {
  /** The id of the subscription. */
  readonly subscriptionId: string;
  /** The URL of the subscription. */
  readonly url: string;
  /** The delivered event. */
  readonly event: CloseEvent;
  /** The status of the latest response; 0 until there is one. */
  status: number;
  /** The error when the latest attempt failed without a response. */
  error?: string | undefined;
  /** The number of attempts so far. */
  attempts: number;
  /** The time of the next attempt, in milliseconds since 1970, when one is scheduled. */
  nextAttemptAt?: number | undefined;
}

/** A delivery with its subscription. */
export interface DeliveryJob {
  readonly delivery: SandboxDelivery;
  readonly hook: WebhookRow;
  /** The subscriptions of the organization. */
  readonly hooks: Table<WebhookRow>;
  /** The time of the event, in milliseconds since 1970. */
  readonly startedAt: number;
}
