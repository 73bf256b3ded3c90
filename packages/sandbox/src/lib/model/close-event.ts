import { closeTimestamp, withoutOffset } from './close-timestamp.ts';

/** Something that happened to an object, as the Event Log keeps it and a webhook delivers it. */
export interface CloseEvent {
  readonly id: string;
  /** What it happened to, such as `lead` or `activity.note`. */
  readonly object_type: string;
  readonly object_id: string;
  readonly lead_id: string | null;
  /** What happened, such as `updated`. */
  readonly action: string;
  /** The fields that an update has changed, in the order of the alphabet. */
  readonly changed_fields: readonly string[];
  /** The object now; `null` when it is gone. */
  readonly data: object | null;
  /** What an update has changed, as it was; for a deletion, all of it. */
  readonly previous_data: object | null;
  readonly organization_id: string;
  readonly user_id: string | null;
  readonly request_id: string | null;
  readonly api_key_id: string | null;
  readonly oauth_client_id: string | null;
  readonly oauth_scope: string | null;
  readonly meta: Readonly<Record<string, string>>;
  /** UTC, without an offset. */
  readonly date_created: string;
  readonly date_updated: string;
}

/** A moment as events and webhook subscriptions write it: without an offset. */
export function eventTimestamp(ms: number): string {
  return withoutOffset(closeTimestamp(ms));
}
