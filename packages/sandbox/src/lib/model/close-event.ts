import { closeTimestamp, withoutOffset } from './close-timestamp.ts';

/** Something that happened to an object, as the Event Log keeps it and a webhook delivers it. */
export interface CloseEvent {
  /** Such as `ev_…`. */
  readonly id: string;
  /** What it happened to, such as `lead` or `activity.note`. */
  readonly object_type: string;
  /** The id of that object. */
  readonly object_id: string;
  /** The lead it belongs to, if it belongs to one. */
  readonly lead_id: string | null;
  /** What happened, such as `updated`. */
  readonly action: string;
  /** The fields that an update has changed, in the order of the alphabet. */
  readonly changed_fields: readonly string[];
  /** The object now; `null` when it is gone. */
  readonly data: object | null;
  /** What an update has changed, as it was; for a deletion, all of it. */
  readonly previous_data: object | null;
  /** Whose event it is. */
  readonly organization_id: string;
  /** Who did it. */
  readonly user_id: string | null;
  /** The request that did it. */
  readonly request_id: string | null;
  /** The API key it was done with. */
  readonly api_key_id: string | null;
  /** The app it was done by. */
  readonly oauth_client_id: string | null;
  /** What that app may do. */
  readonly oauth_scope: string | null;
  /** What else is known, such as the path of the request that did it. */
  readonly meta: Readonly<Record<string, string>>;
  /** UTC, without an offset. */
  readonly date_created: string;
  /** As `date_created`, of the last change that joined the event. */
  readonly date_updated: string;
}

/** A moment as events and webhook subscriptions write it: without an offset. */
export function eventTimestamp(ms: number): string {
  return withoutOffset(closeTimestamp(ms));
}
