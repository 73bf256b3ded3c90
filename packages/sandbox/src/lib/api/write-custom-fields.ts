import {
  CUSTOM_FIELD_TYPES,
  type CustomFieldRow,
  type OrganizationData,
} from '../model/organization-data.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { notFound } from './api-refusal.ts';
import { type BodyRules, checkBody, checkField } from './check-body.ts';
import { renderField } from './render-custom-field.ts';

type RecordType = CustomFieldRow['objectType'];

/** Creating, changing and deleting the custom fields of a kind of record. */
export function writeCustomFieldRoutes(objectType: RecordType): ApiRoute[] {
  const path = `/custom_field/${objectType}/` as const;
  return [
    { method: 'POST', path, answer: (call) => create(call, objectType) },
    { method: 'PUT', path: `${path}{id}/`, answer: (call) => update(call, objectType) },
    { method: 'DELETE', path: `${path}{id}/`, answer: (call) => remove(call, objectType) },
  ];
}

const UPDATE_RULES: BodyRules = {
  closed: false,
  fields: {
    accepts_multiple_values: { type: 'boolean' },
    choices: { type: 'array' },
    description: { type: 'string', nullable: true },
    name: { type: 'string' },
    type: { type: CUSTOM_FIELD_TYPES },
  },
};
const CREATE_RULES: BodyRules = {
  closed: false,
  fields: {
    ...UPDATE_RULES.fields,
    name: { type: 'string', required: true },
    type: { type: CUSTOM_FIELD_TYPES, required: true },
  },
};

function create(call: ApiCall, objectType: RecordType): object {
  const { data, body } = call;
  checkBody(body, CREATE_RULES);
  const type = CUSTOM_FIELD_TYPES.find((item) => item === body['type']) ?? 'text';
  checkField(type !== 'choices' || Array.isArray(body['choices']), 'choices', 'Field required');
  const field: CustomFieldRow = {
    id: data.ids.id('cf_'),
    name: '',
    objectType,
    type,
    choices: null,
    multiple: false,
    ...readPatch(call),
  };
  data.customFields.push(field);
  return renderField(field, data);
}

function update(call: ApiCall, objectType: RecordType): object {
  const field = fieldOf(call, objectType);
  checkBody(call.body, UPDATE_RULES);
  // Close converts the values. What becomes of them is not documented, so nothing is made up here.
  const { type = field.type } = call.body;
  checkField(type === field.type, 'type', 'The sandbox does not convert custom fields');
  Object.assign(field, readPatch(call));
  return renderField(field, call.data);
}

function remove(call: ApiCall, objectType: RecordType): void {
  const { data } = call;
  const field = fieldOf(call, objectType);
  data.customFields.splice(data.customFields.indexOf(field), 1);
  for (const row of rowsOf(data, objectType)) delete row[`custom.${field.id}`];
}

function readPatch({ body }: ApiCall): Partial<CustomFieldRow> {
  const { name, choices, description, accepts_multiple_values: multiple } = body;
  return {
    ...(typeof name === 'string' && { name }),
    ...(Array.isArray(choices) && { choices: choices.map(String) }),
    ...((typeof description === 'string' || description === null) && { description }),
    ...(typeof multiple === 'boolean' && { multiple }),
  };
}

function fieldOf({ data, id }: ApiCall, objectType: RecordType): CustomFieldRow {
  const field = data.customFields.find((one) => one.objectType === objectType && one.id === id);
  if (field === undefined) throw notFound();
  return field;
}

function rowsOf(
  data: OrganizationData,
  objectType: RecordType,
): readonly Record<`custom.${string}`, unknown>[] {
  return { lead: data.leads, contact: data.contacts, opportunity: data.opportunities }[objectType].all();
}
