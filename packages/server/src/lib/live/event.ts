import { isRecord } from '../base/is-record.ts';

/**
 * One change at Close, as the pages of its organization receive it: which object changed, not its contents.
 * Close decides which data a user may see when the page reads the object.
 *
 * @see https://developer.close.com/resources/event-log/
 */
export interface LiveEvent {
  /** Close's id of the event. */
  readonly id: string;
  /** The organization whose pages receive the event. */
  readonly organization_id: string;
  /** The type of the object, such as `lead`, `task.lead` or `activity.note`. */
  readonly object_type: string;
  /** The id of the object. */
  readonly object_id: string;
  /** The lead the object belongs to, if it belongs to one. */
  readonly lead_id: string | null;
  /** The kind of change, such as `created`, `updated`, `deleted` or `merged`. */
  readonly action: string;
  /** The members that an update has changed; empty when Close does not list them. */
  readonly changed_fields: readonly string[];
  /** The time of the latest change in the event. Close adds later changes to the same event. */
  readonly date_updated?: string;
}

// Far beyond the events of Close. Events are held in memory, and the admins of an organization can sign any
// content.
const longestText = 200;
const mostFields = 200;

/** Picks the members of a Close event that pages may receive; `undefined` for any other value. */
export function parseLiveEvent(value: unknown): LiveEvent | undefined {
  if (!isRecord(value)) return undefined;
  const { id, organization_id, object_type, object_id, lead_id, action } = value;
  const { changed_fields, date_updated } = value;
  // The id and the date become a line of an event stream.
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

/** Identifies one version of an event within its organization: Close can add to an event later. */
export function positionOf({ id, date_updated }: LiveEvent): string {
  return date_updated === undefined ? id : `${id}@${date_updated}`;
}

/** An incomplete list would look complete, so a list that is too long counts as unknown. */
function parseFields(value: unknown): string[] {
  const fields: unknown[] = Array.isArray(value) ? value : [];
  return fields.length <= mostFields ? fields.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestText;
}
