import type { CustomFieldRow, CustomTypeRow, OrganizationData } from '../model/organization-data.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { notFound } from './api-refusal.ts';
import { listPage } from './list-page.ts';
import { authorshipOf, describeField, renderField } from './render-custom-field.ts';
import { writeCustomFieldRoutes } from './write-custom-fields.ts';

type Field = Omit<CustomFieldRow, 'objectType'>;
type RecordType = CustomFieldRow['objectType'];

/** Custom fields, and the kinds of custom activities and objects, which can only be read. */
export const CUSTOM_FIELD_ROUTES: readonly ApiRoute[] = [
  ...writeCustomFieldRoutes('lead'),
  ...writeCustomFieldRoutes('contact'),
  ...writeCustomFieldRoutes('opportunity'),
  { method: 'GET', path: '/custom_field/lead/', answer: (call) => listFields(call, 'lead') },
  { method: 'GET', path: '/custom_field/contact/', answer: (call) => listFields(call, 'contact') },
  { method: 'GET', path: '/custom_field/opportunity/', answer: (call) => listFields(call, 'opportunity') },
  { method: 'GET', path: '/custom_field/lead/{id}/', answer: (call) => getField(call, 'lead') },
  { method: 'GET', path: '/custom_field/contact/{id}/', answer: (call) => getField(call, 'contact') },
  { method: 'GET', path: '/custom_field/opportunity/{id}/', answer: (call) => getField(call, 'opportunity') },
  { method: 'GET', path: '/custom_field_schema/lead/', answer: ({ data }) => recordSchema(data, 'lead') },
  {
    method: 'GET',
    path: '/custom_field_schema/contact/',
    answer: ({ data }) => recordSchema(data, 'contact'),
  },
  {
    method: 'GET',
    path: '/custom_field_schema/opportunity/',
    answer: ({ data }) => recordSchema(data, 'opportunity'),
  },
  {
    method: 'GET',
    path: '/custom_field_schema/activity/{id}/',
    answer: (call) => typeSchema(call, 'activity'),
  },
  {
    method: 'GET',
    path: '/custom_field_schema/custom_object/{id}/',
    answer: (call) => typeSchema(call, 'custom_object'),
  },
  { method: 'GET', path: '/custom_activity/', answer: ({ data }) => listTypes(data, 'activity') },
  { method: 'GET', path: '/custom_activity/{id}/', answer: (call) => getType(call, 'activity') },
  { method: 'GET', path: '/custom_object_type/', answer: ({ data }) => listTypes(data, 'custom_object') },
  { method: 'GET', path: '/custom_object_type/{id}/', answer: (call) => getType(call, 'custom_object') },
];

function listFields({ data, query }: ApiCall, objectType: RecordType): object {
  return listPage(fieldsOf(data, objectType), { query, render: (field) => renderField(field, data) });
}

function getField({ data, id }: ApiCall, objectType: RecordType): object {
  const field = fieldsOf(data, objectType).find((one) => one.id === id);
  if (field === undefined) throw notFound();
  return renderField(field, data);
}

function recordSchema(data: OrganizationData, objectType: RecordType): object {
  const fields = fieldsOf(data, objectType).map((field) => renderField(field, data));
  return { name: objectType, object_type: objectType, organization_id: data.organization.id, fields };
}

function typeSchema({ data, id }: ApiCall, kind: CustomTypeRow['kind']): object {
  const type = data.customTypes.find((one) => one.kind === kind && one.id === id);
  if (type === undefined) throw notFound();
  const fields = type.fields.map((field) => renderField(field, data));
  return {
    name: type.name,
    object_type: `${kind}/${id}`,
    organization_id: data.organization.id,
    fields,
  };
}

function listTypes(data: OrganizationData, kind: CustomTypeRow['kind']): object {
  const types = data.customTypes.filter((type) => type.kind === kind);
  return { data: types.map((type) => renderType(data, type)) };
}

function getType({ data, id }: ApiCall, kind: CustomTypeRow['kind']): object {
  const type = data.customTypes.find((one) => one.kind === kind && one.id === id);
  if (type === undefined) throw notFound();
  return renderType(data, type);
}

function renderType(data: OrganizationData, { id, kind, name, fields }: CustomTypeRow): object {
  return {
    id,
    name,
    organization_id: data.organization.id,
    description: '',
    api_create_only: false,
    editable_with_roles: [],
    fields: fields.map((field) => ({ ...describeField(field), editable_with_roles: [], required: false })),
    ...(kind === 'activity'
      ? { is_archived: false }
      : { name_plural: `${name}s`, back_reference_fields: [] }),
    ...authorshipOf(data),
  };
}

function fieldsOf(data: OrganizationData, objectType: RecordType): readonly Field[] {
  return data.customFields.filter((field) => field.objectType === objectType);
}
