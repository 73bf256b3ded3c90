import type { CustomValue, CustomValues } from '../../model/rows/authorship.ts';
import type { CustomFieldRow, CustomTypeRow, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall } from './api-call.ts';
import { checkField, refuseNotUnderstood } from './api-refusal.ts';

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
  { body, row }: { body: Readonly<Record<string, unknown>>; row: CustomValues },
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
