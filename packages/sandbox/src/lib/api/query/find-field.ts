import type { OrganizationData } from '../../model/organization-data.ts';
import { customField, kindOf, ownField, relatedRows } from './kinds.ts';
import type { Field, ObjectKind } from './object-kind.ts';
import { smartField } from './smart-fields.ts';

/** The types of related objects by their names in a query text, as in `call(duration > 60)`. */
const objects: ReadonlyMap<string, string> = new Map([
  ['lead', 'lead'],
  ['contact', 'contact'],
  ['opportunity', 'opportunity'],
  ['task', 'task'],
  ['address', 'address'],
  ['activity', 'any activity'],
  ['call', 'activity.call'],
  ['email', 'activity.email'],
  ['sms', 'activity.sms'],
  ['note', 'activity.note'],
  ['meeting', 'activity.meeting'],
  ['custom_activity', 'activity.custom_activity'],
]);

/** Other names of fields in a query text. A name with a dot is a field of a related object. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    status: ['status_label', 'status', 'new_status_label'],
    lead_status: ['lead.status_label'],
    lead_status_id: ['lead.status_id'],
    lead_name: ['lead.display_name'],
    company: ['lead.display_name'],
    lead_id: ['lead_id', 'id'],
    name: ['display_name'],
    created: ['date_created'],
    updated: ['date_updated'],
    user: ['user_id', 'assigned_to', 'created_by'],
    date: ['activity_at', 'date', 'any activity.activity_at'],
    due: ['due_date'],
    next_task_due: ['next_task_due_date'],
    complete: ['is_complete'],
    type: ['_type'],
    email: ['contact_email.email'],
    email_address: ['contact_email.email'],
    phone: ['contact_phone.phone'],
    phone_number: ['contact_phone.phone'],
    title: ['title', 'contact.title'],
    address: ['address.location'],
    city: ['address.city'],
    state: ['address.state'],
    country: ['address.country'],
    zip: ['address.zipcode'],
    zipcode: ['address.zipcode'],
    sms_messages: ['num_sms'],
  }),
);

/** A field by its name in the search grammar. */
export function searchField(kind: ObjectKind, name: string): Field | undefined {
  return ownField(kind, name) ?? (kind.type === 'lead' ? smartField(name) : undefined);
}

/** The kind of objects with this name in a query text. */
export function namedKind(name: string): ObjectKind | undefined {
  return kindOf(objects.get(name.toLowerCase()) ?? '');
}

/**
 * A field by its name in a query text: `custom.` and a name or id, a name of the search grammar, another name
 * for it, a count such as `calls`, a field of a related object such as `opportunity_status`, or the plain name of
 * a custom field.
 */
export function textField(kind: ObjectKind, given: string, data: OrganizationData): Field | undefined {
  if (/^custom\./i.test(given)) return customField(kind, given.slice('custom.'.length), data);
  const name = given.toLowerCase();
  const [, object = '', part = ''] = /^([a-z]+)_(\w+)$/.exec(name) ?? [];
  const related = namedKind(object);
  return (
    namedField(kind, name) ??
    (related && relatedField(kind, related, namedField(related, part))) ??
    customField(kind, given, data)
  );
}

function namedField(kind: ObjectKind, name: string): Field | undefined {
  for (const candidate of [...(aliases.get(name) ?? []), name, `num_${name}`]) {
    const [part = '', type] = candidate.split('.').toReversed();
    const related = kindOf(type ?? '');
    const field =
      type === undefined
        ? searchField(kind, part)
        : related && relatedField(kind, related, searchField(related, part));
    if (field !== undefined) return field;
  }
  return undefined;
}

/** A field of the related rows: the list of their values. */
function relatedField(kind: ObjectKind, related: ObjectKind, field: Field | undefined): Field | undefined {
  const rowsOf = relatedRows(kind, related);
  if (field === undefined || rowsOf === undefined) return undefined;
  return {
    type: field.type,
    read: (row, data) => rowsOf(row, data).flatMap((part) => field.read(part, data)),
  };
}
