import { isRecord } from '../base/is-record.ts';

/**
 * What the pages of an organization are told about one change at Close: which object changed, not what is in it. What a
 * user may see is decided when the page asks Close.
 *
 * @see https://developer.close.com/resources/event-log/
 */
export interface LiveEvent {
  /** Close's id of the event. */
  readonly id: string;
  /** Whose pages are told. */
  readonly organization_id: string;
  /** Such as `lead`, `task.lead` or `activity.note`. */
  readonly object_type: string;
  /** The id of what has changed. */
  readonly object_id: string;
  /** The lead the object belongs to, if it belongs to one. */
  readonly lead_id: string | null;
  /** Such as `created`, `updated`, `deleted` or `merged`. */
  readonly action: string;
  /** Which members an update has changed; empty when Close does not say. */
  readonly changed_fields: readonly string[];
  /** When Close last added to the event: it tells later changes by the same event, with another time. */
  readonly date_updated?: string;
}

// Far beyond what Close sends. The events of an organization are remembered, and its admins can sign what they like.
const longestText = 200;
const mostFields = 200;

/** Takes out of an event of Close what pages may be told; undefined when it is none. */
export function parseLiveEvent(value: unknown): LiveEvent | undefined {
  if (!isRecord(value)) return undefined;
  const { id, organization_id, object_type, object_id, lead_id, action } = value;
  const { changed_fields, date_updated } = value;
  // Both become a line of an event stream.
  if (!isText(id) || !/^[\w.:-]+$/.test(id)) return undefined;
  const isDate = isText(date_updated) && /^[\w.:+-]+$/.test(date_updated);
  if (!isText(organization_id) || !isText(object_type) || !isText(object_id) || !isText(action))
    return undefined;
  return {
    id,
    organization_id,
    object_type,
    object_id,
    lead_id: isText(lead_id) ? lead_id : null,
    action,
    changed_fields: parseFields(changed_fields),
    ...(isDate && { date_updated }),
  };
}

/** Tells an event from all others of its organization, and from itself as it was before Close added to it. */
export function positionOf({ id, date_updated }: LiveEvent): string {
  return date_updated === undefined ? id : `${id}@${date_updated}`;
}

/** Some of many would look like all of them. */
function parseFields(value: unknown): string[] {
  const fields: unknown[] = Array.isArray(value) ? value : [];
  return fields.length <= mostFields ? fields.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestText;
}
