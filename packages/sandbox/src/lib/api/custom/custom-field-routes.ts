import { isRecord } from '../../base/is-record.ts';
import { customFieldTypes } from '../../model/rows/custom-field-row.ts';
import type { FieldAssociation, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, found } from '../base/api-refusal.ts';
import { crudRoutes } from '../base/crud-routes.ts';
import { listPage, selectFields } from '../base/list-page.ts';
import { pickFields } from '../base/pick-fields.ts';
import { readMembers } from '../base/record.ts';
import { associate, fieldHomesOf, homeOf } from './field-homes.ts';
import type { FieldHome } from './field-homes.ts';

const objectTypes = ['lead', 'contact', 'opportunity', 'custom_activity_type', 'custom_object_type'] as const;

/** Custom fields by object type, and shared ones. */
export const customFieldRoutes: readonly ApiRoute[] = ([...objectTypes, 'shared'] as const).flatMap((type) =>
  crudRoutes(`/custom_field/${type === 'custom_activity_type' ? 'activity' : type}/`, {
    list: (call) => list(call, type),
    create: (call) => create(call, type),
    get: (call) => selectFields(render(call.data, find(call, type)), call.query.get('_fields')),
    update: (call) => update(call, type),
    remove: (call) => remove(call, type),
  }),
);

interface PlacedField {
  readonly home: FieldHome;
  readonly field: FieldDefinition;
}

function list(call: ApiCall, type: FieldHome['objectType']): object {
  return listPage(fieldsOf(call.data, type), { call, render: (field) => render(call.data, field) });
}

function create(call: ApiCall, objectType: FieldHome['objectType']): object {
  const { data, body } = call;
  const type = customFieldTypes.find((item) => item === body['type']) ?? 'text';
  checkField(type !== 'choices' || Array.isArray(body['choices']), 'choices', 'Field required');
  const home = homeOf(data, { ...body, object_type: objectType });
  const associations = objectType === 'shared' ? readAssociations(body) : [];
  for (const association of associations) homeOf(data, { ...association });
  const field: FieldDefinition = {
    id: data.ids.id('cf_'),
    name: '',
    type,
    choices: null,
    multiple: false,
    ...(objectType === 'shared' && { associations: [] }),
    ...readPatch(call),
  };
  home.fields.push(field);
  for (const association of associations) associate(data, field, association);
  return render(data, { home, field });
}

function update(call: ApiCall, objectType: FieldHome['objectType']): object {
  const placed = find(call, objectType);
  // Close converts the values, but does not document how.
  const { type = placed.field.type } = call.body;
  checkField(type === placed.field.type, 'type', 'The sandbox does not convert custom fields');
  Object.assign(placed.field, readPatch(call));
  return render(call.data, placed);
}

function remove(call: ApiCall, objectType: FieldHome['objectType']): void {
  const { field, home } = find(call, objectType);
  home.fields.splice(home.fields.indexOf(field), 1);
  home.forget(field);
}

function readPatch({ body }: ApiCall): Partial<FieldDefinition> {
  const { accepts_multiple_values: multiple } = body;
  return {
    ...readMembers<FieldDefinition>(body, ['description'], ['name', 'choices', 'required']),
    ...(typeof multiple === 'boolean' && { multiple }),
  };
}

/** Shared fields are among the fields of each object type, but have routes of their own. */
function fieldsOf(data: OrganizationData, type: FieldHome['objectType']): PlacedField[] {
  return fieldHomesOf(data)
    .filter(({ objectType }) => objectType === type)
    .flatMap((home) => home.fields.map((field) => ({ home, field })))
    .filter(({ field }) => (type === 'shared') === (field.associations !== undefined));
}

function find({ data, id }: ApiCall, type: FieldHome['objectType']): PlacedField {
  return found(fieldsOf(data, type).find(({ field }) => field.id === id));
}

function render(data: OrganizationData, { home, field }: PlacedField): object {
  const { editable_with_roles, ...shown } = renderField(field, data);
  if (home.objectType === 'shared') return { ...shown, associations: field.associations };
  const ofType = { [`${home.objectType}_id`]: home.type?.id, required: field.required === true };
  return { ...shown, editable_with_roles, ...(home.type && ofType) };
}

/** Renders a custom field. Its author and times are those of the organization. */
export function renderField(
  field: FieldDefinition,
  { organization }: OrganizationData,
): Record<string, unknown> {
  const names = ['organization_id', 'created_by', 'updated_by', 'date_created', 'date_updated'];
  return { ...describeField(field), ...pickFields({ ...organization }, names) };
}

/** The members of a field that custom types show, too. */
export function describeField(field: FieldDefinition): object {
  const { id, name, type, choices, multiple, description = null } = field;
  return {
    id,
    name,
    type,
    description,
    accepts_multiple_values: multiple,
    editable_with_roles: [],
    ...(choices && { choices }),
  };
}

export function readAssociation(body: Readonly<Record<string, unknown>>): FieldAssociation {
  const { object_type: type, custom_activity_type_id, custom_object_type_id, editable_with_roles } = body;
  return {
    object_type: objectTypes.find((one) => one === type) ?? 'lead',
    ...(typeof custom_activity_type_id === 'string' && { custom_activity_type_id }),
    ...(typeof custom_object_type_id === 'string' && { custom_object_type_id }),
    editable_with_roles: Array.isArray(editable_with_roles) ? editable_with_roles.map(String) : [],
    required: body['required'] === true,
  };
}

function readAssociations({ associations }: ApiCall['body']): FieldAssociation[] {
  return Array.isArray(associations) ? associations.filter(isRecord).map(readAssociation) : [];
}
