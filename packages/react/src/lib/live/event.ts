import type { WebhookObjectType } from '@closekit/client/webhooks';
import { isRecord } from '../base/is-record.ts';

/**
 * One change at Close, as the events route of `@closekit/server` sends it: identifies the object, without its
 * data.
 */
export interface CloseLiveEvent {
  /** Close's id of the event, `ev_…`. */
  readonly id: string;
  /** The type of the changed object. */
  readonly object_type: WebhookObjectType;
  /** The id of the changed object. */
  readonly object_id: string;
  /** The id of its lead; `null` if it has none. */
  readonly lead_id: string | null;
  /** The kind of change: `created`, `updated`, `deleted`, … */
  readonly action: string;
  /** The fields that an update has changed. */
  readonly changed_fields: readonly string[];
}

/** Parses the JSON data of one message; `undefined` if it is not an event. */
export function parseLiveEvent(data: string): CloseLiveEvent | undefined {
  const value: unknown = JSON.parse(data);
  return isLiveEvent(value) ? value : undefined;
}

/** Checks the members that the cache relies on. */
export function isLiveEvent(value: unknown): value is CloseLiveEvent {
  return (
    isRecord(value) &&
    typeof value['object_type'] === 'string' &&
    typeof value['object_id'] === 'string' &&
    Array.isArray(value['changed_fields'])
  );
}
