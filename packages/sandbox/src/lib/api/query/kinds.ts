import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { memberOf } from './object-kind.ts';
import type { Field, FieldType, ObjectKind } from './object-kind.ts';
import { objectKinds } from './object-kinds.ts';
import { keepWords } from './text-test.ts';
import type { Texts } from './text-test.ts';

const kinds: ReadonlyMap<string, ObjectKind> = new Map(objectKinds.map((kind) => [kind.type, kind]));

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
  const key = from.type === 'lead' ? 'id' : 'lead_id';
  if (ownField(from, key) === undefined) return undefined;
  const namesContact = ownField(to, 'contact_id') !== undefined;
  return (row, data) => {
    const contact = from.type === 'contact' ? data.contacts.get(String(memberOf(row, 'id'))) : undefined;
    if (contact !== undefined && to.ofContact !== undefined) return to.ofContact(contact);
    const rows = to.ofLead(data, String(memberOf(row, key)));
    const isOfContact = (item: object): boolean => memberOf(item, 'contact_id') === contact?.id;
    return contact !== undefined && namesContact ? rows.filter(isOfContact) : rows;
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

/** The custom fields of a kind. */
function customFieldsOf(
  { type }: ObjectKind,
  { customFields, activityTypes, objectTypes }: OrganizationData,
): readonly FieldDefinition[] {
  if (type === 'lead' || type === 'contact' || type === 'opportunity') return customFields[type];
  if (type === 'custom_object') return objectTypes.all().flatMap(({ fields }) => fields);
  return type === 'activity.custom_activity' ? activityTypes.all().flatMap(({ fields }) => fields) : [];
}

/** A custom field of a kind, by its id or by its name without regard to case. */
export function customField(kind: ObjectKind, idOrName: string, data: OrganizationData): Field | undefined {
  const wanted = idOrName.toLowerCase();
  const field = customFieldsOf(kind, data).find(
    ({ id, name }) => id === idOrName || name.toLowerCase() === wanted,
  );
  if (field === undefined) return undefined;
  const member = `custom.${field.id}`;
  return { type: customTypes[field.type], member, read: (row) => memberOf(row, member) };
}

interface KeptTexts {
  /** The version of the rows of the lead. */
  readonly version: number;
  /** The ids of the custom fields. */
  readonly fields: string;
  readonly texts: Texts;
}

const keptTexts = new WeakMap<object, KeptTexts>();

/** The texts of a row and of the rows that belong to it, which a search for words covers. Kept until a change. */
export function textsOf(kind: ObjectKind, data: OrganizationData): (row: object) => Texts {
  const read = readTexts(kind, data);
  if (kind.type !== 'lead' && kind.type !== 'contact' && kind.type !== 'opportunity') return read;
  const fields = data.customFields[kind.type].map(({ id }) => id).join();
  const key = kind.type === 'lead' ? 'id' : 'lead_id';
  const { leads, contacts, opportunities } = data;
  return (row) => {
    const leadId = String(memberOf(row, key));
    const version = leads.versionOf(leadId) + contacts.versionOf(leadId) + opportunities.versionOf(leadId);
    const kept = keptTexts.get(row);
    if (kept?.version === version && kept.fields === fields) return kept.texts;
    const texts = keepWords(read(row));
    keptTexts.set(row, { version, fields, texts });
    return texts;
  };
}

function readTexts(kind: ObjectKind, data: OrganizationData): (row: object) => string[] {
  const custom = customFieldsOf(kind, data)
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
    const texts = readTexts({ ...related, textTypes: [] }, data);
    return [(row: object) => rowsOf(row, data).flatMap(texts)];
  });
  const readers = [...own, ...custom, ...others];
  return (row) => readers.flatMap((read) => read(row)).filter((value) => typeof value === 'string');
}
