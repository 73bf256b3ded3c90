import type { WebhookObjectType } from '@closekit/client/webhooks';
import { isRecord } from '../base/is-record.ts';

/** One change at Close, as the events route of `@closekit/server` tells it: which object, not what is in it. */
export interface CloseLiveEvent {
  /** Close's id of the event, `ev_…`. */
  readonly id: string;
  /** What kind of object has changed. */
  readonly object_type: WebhookObjectType;
  /** Which one. */
  readonly object_id: string;
  /** The lead it belongs to, if it belongs to one. */
  readonly lead_id: string | null;
  /** What happened: `created`, `updated`, `deleted`, … */
  readonly action: string;
  /** The fields that an update has changed. */
  readonly changed_fields: readonly string[];
}

/**
 * Reads the data of one message.
 *
 * @param data - JSON text.
 * @returns The event; `undefined` when it is none.
 */
export function parseLiveEvent(data: string): CloseLiveEvent | undefined {
  const value: unknown = JSON.parse(data);
  return isLiveEvent(value) ? value : undefined;
}

function isLiveEvent(value: unknown): value is CloseLiveEvent {
  return (
    isRecord(value) &&
    typeof value['object_type'] === 'string' &&
    typeof value['object_id'] === 'string' &&
    Array.isArray(value['changed_fields'])
  );
}
