import type { OrganizationData } from '../../model/organization-data.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import { activityKinds } from './activity-kinds.ts';
import { memberOf } from './object-kind.ts';
import type { Field, FieldType, ObjectKind } from './object-kind.ts';
import { recordKinds } from './record-kinds.ts';

const kinds: ReadonlyMap<string, ObjectKind> = new Map(
  [...recordKinds, ...activityKinds].map((kind) => [kind.type, kind]),
);

/** The kind of objects with this type. */
export function kindOf(type: string): ObjectKind | undefined {
  return kinds.get(type);
}

/** A field that the kind itself has. */
export function ownField(kind: ObjectKind, name: string): Field | undefined {
  return Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
}

/** Reads the related rows of another kind, in place; `undefined` if the kinds are not related. */
export function relatedRows(
  from: ObjectKind,
  to: ObjectKind,
): ((row: object, data: OrganizationData) => readonly object[]) | undefined {
  if (from.leadIdOf === undefined) return undefined;
  return (row, data) => {
    const contact = from.type === 'contact' ? data.contacts.get(String(memberOf(row, 'id'))) : undefined;
    if (contact !== undefined && to.ofContact !== undefined) return to.ofContact(data, contact);
    return to.ofLead(data, from.leadIdOf?.(row) ?? '');
  };
}

const customTypes: Readonly<Record<FieldDefinition['type'], FieldType>> = {
  text: 'text',
  textarea: 'text',
  hidden: 'text',
  number: 'number',
  date: 'date',
  datetime: 'date',
  choices: 'exact',
  user: 'user',
  contact: 'exact',
  custom_object: 'exact',
};

/** A custom field of a kind, by its id or by its name without regard to case. */
export function customField(kind: ObjectKind, idOrName: string, data: OrganizationData): Field | undefined {
  const wanted = idOrName.toLowerCase();
  const field = kind
    .customFields?.(data)
    .find(({ id, name }) => id === idOrName || name.toLowerCase() === wanted);
  if (field === undefined) return undefined;
  return { type: customTypes[field.type], read: (row) => memberOf(row, `custom.${field.id}`) };
}

/** The texts of a row and of the rows that belong to it, which a search for words covers. */
export function textsOf(kind: ObjectKind, data: OrganizationData): (row: object) => string[] {
  const custom = (kind.customFields?.(data) ?? [])
    .filter(({ type }) => customTypes[type] === 'text' || type === 'choices')
    .map(
      ({ id }) =>
        (row: object) =>
          memberOf(row, `custom.${id}`),
    );
  const own = Object.values(kind.fields)
    .filter(({ type }) => type === 'text')
    .map((field) => (row: object) => field.read(row, data));
  const others = (kind.textTypes ?? []).flatMap((type) => {
    const related = kindOf(type);
    const rowsOf = related && relatedRows(kind, related);
    if (related === undefined || rowsOf === undefined) return [];
    const texts = textsOf({ ...related, textTypes: [] }, data);
    return [(row: object) => rowsOf(row, data).flatMap(texts)];
  });
  const readers = [...own, ...custom, ...others];
  return (row) => readers.flatMap((read) => read(row)).filter((value) => typeof value === 'string');
}
