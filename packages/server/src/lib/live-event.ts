/**
 * What the pages of an organization are told about one change at Close: which object changed, not what is in it. What a
 * user may see is decided when the page asks Close.
 *
 * @see https://developer.close.com/resources/event-log/
 */
export interface LiveEvent {
  readonly id: string;
  readonly organization_id: string;
  /** Such as `lead`, `task.lead` or `activity.note`. */
  readonly object_type: string;
  readonly object_id: string;
  /** The lead the object belongs to, if it belongs to one. */
  readonly lead_id: string | null;
  /** Such as `created`, `updated`, `deleted` or `merged`. */
  readonly action: string;
  /** Which members an update has changed; empty when Close does not say. */
  readonly changed_fields: readonly string[];
}

/** Takes out of an event of Close what pages may be told; undefined when it is none. */
export function parseLiveEvent(value: unknown): LiveEvent | undefined {
  if (!isObject(value)) return undefined;
  const { id, organization_id, object_type, object_id, lead_id, action, changed_fields } = value;
  // The id becomes a line of an event stream.
  if (!isText(id) || !/^[\w.:-]{1,200}$/.test(id)) return undefined;
  if (!isText(organization_id) || !isText(object_type) || !isText(object_id) || !isText(action))
    return undefined;
  return {
    id,
    organization_id,
    object_type,
    object_id,
    lead_id: isText(lead_id) ? lead_id : null,
    action,
    changed_fields: Array.isArray(changed_fields) ? changed_fields.filter(isText) : [],
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
