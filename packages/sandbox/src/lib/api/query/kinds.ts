import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { memberOf } from './row-query.ts';
import type { Field, FieldType, ObjectKind } from './row-query.ts';
import { objectKinds } from './object-kinds.ts';
import { keepWords } from './text-test.ts';
import type { Texts } from './text-test.ts';

const kinds: ReadonlyMap<string, ObjectKind> = new Map(objectKinds.map((kind) => [kind.type, kind]));

export function kindOf(type: string): ObjectKind | undefined {
  return kinds.get(type);
}

export function ownField(kind: ObjectKind, name: string): Field | undefined {
  return Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
}

interface Relation {
  readonly kind: ObjectKind;
  readonly rowsOf: (row: object, data: OrganizationData) => readonly object[];
}

export function relationOf(from: ObjectKind, to: ObjectKind | undefined): Relation | undefined {
  const key = from.type === 'lead' ? 'id' : 'lead_id';
  if (to === undefined || ownField(from, key) === undefined) return undefined;
  const namesContact = ownField(to, 'contact_id') !== undefined;
  const rowsOf: Relation['rowsOf'] = (row, data) => {
    const contact = from.type === 'contact' ? data.contacts.get(String(memberOf(row, 'id'))) : undefined;
    if (contact !== undefined && to.ofContact !== undefined) return to.ofContact(contact);
    const rows = to.ofLead(data, String(memberOf(row, key)));
    if (contact === undefined || !namesContact) return rows;
    return rows.filter((item) => memberOf(item, 'contact_id') === contact.id);
  };
  return { kind: to, rowsOf };
}

function customType({ type }: FieldDefinition): FieldType {
  if (type === 'number' || type === 'user') return type;
  if (type === 'date' || type === 'datetime') return 'date';
  return ['choices', 'contact', 'custom_object'].includes(type) ? 'exact' : 'text';
}

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
  return { type: customType(field), member, read: (row) => memberOf(row, member) };
}

const keptTexts = new WeakMap<object, { version: number; fields: string; texts: Texts }>();

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
  const own = Object.values(kind.fields).filter(({ type }) => type === 'text');
  const custom = customFieldsOf(kind, data)
    .filter((field) => customType(field) === 'text' || field.type === 'choices')
    .map(({ id }) => `custom.${id}`);
  const others = (kind.textTypes ?? []).flatMap((type) => {
    const relation = relationOf(kind, kindOf(type));
    if (relation === undefined) return [];
    const texts = readTexts({ ...relation.kind, textTypes: [] }, data);
    return [(row: object) => relation.rowsOf(row, data).flatMap(texts)];
  });
  return (row) =>
    [
      ...own.map((field) => field.read(row, data)),
      ...custom.flatMap((name) => memberOf(row, name)),
      ...others.flatMap((read) => read(row)),
    ].filter((value) => typeof value === 'string');
}
