import type { OrganizationData } from '../../model/organization-data.ts';
import { checkField, refuseNotUnderstood } from './api-call.ts';
import type { ApiCall } from './api-call.ts';
import { closeTimestamp } from '../../model/close-timestamp.ts';
import type { CustomValue, CustomValues } from '../../model/rows/record-rows.ts';
import type { CustomFieldRow, CustomTypeRow, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import { momentOf } from './list-page.ts';

/** What an id names, by its prefix. */
export type ReferenceKinds = Readonly<
  Record<string, { name: string; rows: (data: OrganizationData) => { get(id: string): unknown } }>
>;

const recordKinds: ReferenceKinds = {
  acti_: { name: 'activity', rows: ({ activities }) => activities },
  cf_: { name: 'custom field', rows: customFieldsOf },
  cont_: { name: 'contact', rows: ({ contacts }) => contacts },
  cotype_: { name: 'custom object type', rows: ({ objectTypes }) => objectTypes },
  lead_: { name: 'lead', rows: ({ leads }) => leads },
  user_: { name: 'user', rows: ({ users }) => users },
};

function customFieldsOf({ customFields, sharedFields, ...data }: OrganizationData): Map<string, unknown> {
  const types = [...data.activityTypes.all(), ...data.objectTypes.all()];
  const ofTypes = types.flatMap(({ fields }) => fields);
  const all = [...Object.values(customFields).flat(), ...ofTypes, ...sharedFields];
  return new Map(all.map((field) => [field.id, field]));
}

/** Checks that the objects exist which a body names in these members, whose ids have these prefixes. */
export function checkReferences(
  { data, body }: Pick<ApiCall, 'data' | 'body'>,
  references: Readonly<Record<string, string>>,
  kinds: ReferenceKinds = {},
): void {
  for (const [field, prefix] of Object.entries(references)) {
    const kind = recordKinds[prefix] ?? kinds[prefix];
    const ids = [body[field] ?? []].flat().map(String);
    const isFound = kind === undefined || ids.every((id) => kind.rows(data).get(id) !== undefined);
    checkField(isFound, field, `This ${kind?.name} does not exist`);
  }
}

/** Copies members of a body, whose types the rules have checked. `null` only empties what may be empty. */
export function readMembers<T>(
  body: ApiCall['body'],
  nullable: readonly (keyof T & string)[],
  required: readonly (keyof T & string)[] = [],
): Partial<T> {
  const patch: Partial<T> = {};
  for (const name of [...nullable, ...required]) {
    const isValue = body[name] !== undefined && (body[name] !== null || nullable.includes(name));
    if (isValue) Object.assign(patch, { [name]: body[name] });
  }
  return patch;
}

/** Reads the status that a body names by its id or its label. */
export function readStatusId(
  { status_id: id, status: label }: ApiCall['body'],
  statuses: readonly { readonly id: string; readonly label: string }[],
): string | undefined {
  checkField(id === undefined || label === undefined, 'status', 'Pass either status or status_id, not both');
  if (typeof id !== 'string' && typeof label !== 'string') return undefined;
  const isById = typeof id === 'string';
  const status = statuses.find((item) => (isById ? item.id === id : item.label === label));
  checkField(status !== undefined, isById ? 'status_id' : 'status', 'This status does not exist');
  return status.id;
}

/** Reads the author and the time of a new row from a body. Close takes them for imports. */
export function authorshipIn(
  { data }: Pick<ApiCall, 'data'>,
  body: ApiCall['body'],
): { created_by?: string; date_created?: string } {
  const { created_by: author, date_created: at } = body;
  checkReferences({ data, body }, { created_by: 'user_' });
  return {
    ...(typeof author === 'string' && { created_by: author }),
    ...(typeof at === 'string' && { date_created: closeTimestamp(momentOf(at)) }),
  };
}

/** The members of a row, without the custom fields that are not set. */
export function setValuesOf(row: object): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (!name.startsWith('custom.') || (value ?? null) !== null) values[name] = value;
  }
  return values;
}

/**
 * Reads the changes of custom fields from a body: plain keys replace, `.add` and `.remove` edit a list. The
 * deprecated forms by name, `custom.<NAME>` and `custom: {…}`, are not supported.
 */
export function customPatch(
  { data, isStrict }: Pick<ApiCall, 'data' | 'isStrict'>,
  objectType: CustomFieldRow['objectType'],
  { body, row }: { body: ApiCall['body']; row?: CustomValues | undefined },
): CustomValues {
  const patch: CustomValues = {};
  for (const [key, value] of Object.entries(body)) {
    const [, id, edit] = /^custom\.(cf_\w+?)(?:\.(add|remove))?$/.exec(key) ?? [];
    if (id === undefined) {
      const message = `${key}: the sandbox takes custom fields by id only, as custom.cf_….`;
      if (/^custom(?:\.|$)/.test(key)) refuseNotUnderstood({ isStrict }, { field: key, message });
      continue;
    }
    const field = data.customFields[objectType].find((candidate) => candidate.id === id);
    checkField(field !== undefined, key, 'This custom field does not exist');
    const name = `custom.${id}` as const;
    patch[name] =
      edit === undefined ? readValue(field, key, value) : editList({ ...row, ...patch }[name], edit, value);
  }
  return patch;
}

/** The names of the custom fields in a body. Refuses those that the custom type does not have. */
export function customKeysOf(body: ApiCall['body'], type: CustomTypeRow | undefined): string[] {
  const keys = Object.keys(body).filter((key) => key.startsWith('custom.'));
  for (const key of keys) {
    const isField = type?.fields.some(({ id }) => key === `custom.${id}`) ?? false;
    checkField(isField, key, 'This custom field does not exist');
  }
  return keys;
}

function editList(current: CustomValue | undefined, edit: string, value: unknown): string[] {
  const items = Array.isArray(current) ? current : [];
  const rest = items.filter((item) => item !== value);
  return edit === 'add' ? [...rest, String(value)] : rest;
}

function readValue(field: FieldDefinition, key: string, value: unknown): CustomValue {
  if (value === null) return null;
  if (Array.isArray(value)) {
    checkField(field.multiple, key, 'This custom field holds one value');
    return value.map((item) => readChoice(field, key, item));
  }
  if (field.type === 'number') {
    checkField(typeof value === 'number', key, 'Input should be a valid number');
    return value;
  }
  const single = readChoice(field, key, value);
  return field.multiple ? [single] : single;
}

function readChoice(field: FieldDefinition, key: string, value: unknown): string {
  checkField(typeof value === 'string', key, 'Input should be a valid string');
  checkField(field.choices?.includes(value) ?? true, key, 'This is not one of the choices');
  return value;
}
