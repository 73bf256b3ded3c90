import { closeTimestamp, withoutOffset } from './close-timestamp.ts';

/** An event, as stored in the Event Log and delivered by webhooks. */
export interface CloseEvent {
  /** The id, such as `ev_…`. */
  readonly id: string;
  /** The type of the object, such as `lead` or `activity.note`. */
  readonly object_type: string;
  /** The id of the object. */
  readonly object_id: string;
  /** The lead of the object, if it has one. */
  readonly lead_id: string | null;
  /** The action, such as `updated`. */
  readonly action: string;
  /** The fields that an update changed, in alphabetical order. */
  readonly changed_fields: readonly string[];
  /** The object after the action; `null` for a deletion. */
  readonly data: object | null;
  /** The previous values of the changed fields; for a deletion, the whole object. */
  readonly previous_data: object | null;
  /** The organization of the object. */
  readonly organization_id: string;
  /** The user who made the request. */
  readonly user_id: string | null;
  /** The request that caused the event. */
  readonly request_id: string | null;
  /** The API key of the request. */
  readonly api_key_id: string | null;
  /** The app that made the request. */
  readonly oauth_client_id: string | null;
  /** The scope of the app. */
  readonly oauth_scope: string | null;
  /** Additional data, such as the path of the request. */
  readonly meta: Readonly<Record<string, string>>;
  /** The time of the event: UTC, without an offset. */
  readonly date_created: string;
  /** The time of the last change that the event includes, in the format of `date_created`. */
  readonly date_updated: string;
}

/** Formats a time for events and webhook subscriptions, without an offset. */
export function eventTimestamp(ms: number): string {
  return withoutOffset(closeTimestamp(ms));
}
