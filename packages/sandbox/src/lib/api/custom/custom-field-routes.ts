import { recordsIn } from '../../base/is-record.ts';
import { customFieldTypes } from '../../model/rows/custom-field-row.ts';
import type { FieldAssociation, FieldDefinition, CustomTypeRow } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Table } from '../../model/table.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, found, pickFields, invalidRequest } from '../base/api-call.ts';
import { crudRoutes, tableOf } from '../base/resource.ts';
import { listPage, selectFields } from '../base/list-page.ts';
import { readMembers } from '../base/read-body.ts';
import { customObjects } from '../resources/work-resources.ts';

const objectTypes = ['lead', 'contact', 'opportunity', 'custom_activity_type', 'custom_object_type'] as const;

const associationPath = '/custom_field/shared/{scf_id}/association/';
const onePath: ApiRoute['path'] = `${associationPath}{object_type}/`;

/** Custom fields by object type, and shared ones with the object types that have them. */
export const customFieldRoutes: readonly ApiRoute[] = [
  ...([...objectTypes, 'shared'] as const).flatMap((type) =>
    crudRoutes(`/custom_field/${type === 'custom_activity_type' ? 'activity' : type}/`, {
      list: (call) => list(call, type),
      create: (call) => create(call, type),
      get: (call) => selectFields(render(call.data, find(call, type)), call.query.get('_fields')),
      update: (call) => update(call, type),
      remove: (call) => remove(call, type),
    }),
  ),
  { method: 'POST', path: associationPath, handle: addAssociation },
  { method: 'GET', path: onePath, handle: (call) => findAssociation(call).association },
  { method: 'PUT', path: onePath, handle: changeAssociation },
  { method: 'DELETE', path: onePath, handle: removeAssociation },
];

type PlacedField = { readonly home: FieldHome; readonly field: FieldDefinition };

function list(call: ApiCall, type: FieldHome['objectType']): object {
  return listPage(fieldsOf(call.data, type), { call, render: (field) => render(call.data, field) });
}

function create(call: ApiCall, objectType: FieldHome['objectType']): object {
  const { data, body } = call;
  const type = customFieldTypes.find((item) => item === body['type']) ?? 'text';
  checkField(type !== 'choices' || Array.isArray(body['choices']), 'choices', 'Field required');
  const home = homeOf(data, objectType, body);
  const associations = objectType === 'shared' ? recordsIn(body['associations']).map(readAssociation) : [];
  for (const association of associations) homeOf(data, association.object_type, association);
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
  for (const association of field.associations ?? []) dissociate(call.data, field, association);
  takeField(call.data, home, field);
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
export function renderField(field: FieldDefinition, data: OrganizationData): Record<string, unknown> {
  const names = ['organization_id', 'created_by', 'updated_by', 'date_created', 'date_updated'];
  return { ...describeField(field), ...pickFields(data.organization, names) };
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

function readAssociation(body: Readonly<Record<string, unknown>>): FieldAssociation {
  const { object_type: type, custom_activity_type_id, custom_object_type_id, editable_with_roles } = body;
  return {
    object_type: objectTypes.find((one) => one === type) ?? 'lead',
    ...(typeof custom_activity_type_id === 'string' && { custom_activity_type_id }),
    ...(typeof custom_object_type_id === 'string' && { custom_object_type_id }),
    editable_with_roles: Array.isArray(editable_with_roles) ? editable_with_roles.map(String) : [],
    required: body['required'] === true,
  };
}

function addAssociation(call: ApiCall): object {
  const association = readAssociation(call.body);
  const field = fieldOf(call);
  if (field.associations?.some((other) => keyOf(other) === keyOf(association)) === true)
    throw invalidRequest('The field is already associated with this object type.');
  associate(call.data, field, association);
  return association;
}

function changeAssociation(call: ApiCall): object {
  const { association } = findAssociation(call);
  const { editable_with_roles, required } = readAssociation({ ...association, ...call.body });
  return Object.assign(association, { editable_with_roles, required });
}

function removeAssociation(call: ApiCall): void {
  const { field, association } = findAssociation(call);
  dissociate(call.data, field, association);
}

function findAssociation(call: ApiCall): { field: FieldDefinition; association: FieldAssociation } {
  const field = fieldOf(call);
  const association = field.associations?.find((one) => keyOf(one) === call.params['object_type']);
  return { field, association: found(association) };
}

function fieldOf({ data, params }: ApiCall): FieldDefinition {
  return found(data.sharedFields.find(({ id }) => id === params['scf_id']));
}

/** The object type as paths name it, such as `lead` or `custom_activity_type/actitype_…`. */
function keyOf({ object_type, custom_activity_type_id, custom_object_type_id }: FieldAssociation): string {
  return [object_type, custom_activity_type_id ?? custom_object_type_id].filter(Boolean).join('/');
}

type ObjectType = FieldAssociation['object_type'];

/** A list of custom fields: those of a kind of record or of a custom type, or the shared ones. */
export interface FieldHome {
  readonly objectType: ObjectType | 'shared';
  /** The custom type. */
  readonly type?: CustomTypeRow;
  readonly fields: FieldDefinition[];
}

export function fieldHomesOf(data: OrganizationData): FieldHome[] {
  return [
    { objectType: 'lead', fields: data.customFields.lead },
    { objectType: 'contact', fields: data.customFields.contact },
    { objectType: 'opportunity', fields: data.customFields.opportunity },
    ...homesOf('custom_activity_type', data.activityTypes),
    ...homesOf('custom_object_type', data.objectTypes),
    { objectType: 'shared', fields: data.sharedFields },
  ];
}

function homesOf(objectType: ObjectType, types: Table<CustomTypeRow>): FieldHome[] {
  return types.all().map((type) => ({ objectType, type, fields: type.fields }));
}

type Amend = (values: object) => void;

/** Amends the objects that have the values of custom fields. */
const amendAll: Readonly<Record<ObjectType, (data: OrganizationData, amend: Amend) => void>> = {
  lead: ({ leads }, amend) => leads.amendAll(amend),
  contact: ({ contacts }, amend) => contacts.amendAll(amend),
  opportunity: ({ opportunities }, amend) => opportunities.amendAll(amend),
  custom_activity_type: ({ activities }, amend) => activities.amendAll(({ own }) => amend(own)),
  custom_object_type: (data, amend) => tableOf(data, customObjects).amendAll(amend),
};

/** Removes a field from an object type, with the values of its objects. */
function takeField(data: OrganizationData, { objectType, fields }: FieldHome, field: FieldDefinition): void {
  fields.splice(fields.indexOf(field), 1);
  if (objectType === 'shared') return;
  amendAll[objectType](data, (values) => void Reflect.deleteProperty(values, `custom.${field.id}`));
}

function associate(data: OrganizationData, field: FieldDefinition, association: FieldAssociation): void {
  homeOf(data, association.object_type, association).fields.push(field);
  field.associations = [...(field.associations ?? []), association];
}

function dissociate(data: OrganizationData, field: FieldDefinition, association: FieldAssociation): void {
  takeField(data, homeOf(data, association.object_type, association), field);
  field.associations = field.associations?.filter((one) => one !== association) ?? [];
}

/** The fields of an object type that a body names. Refuses a custom type that does not exist. */
function homeOf(data: OrganizationData, objectType: FieldHome['objectType'], body: object): FieldHome {
  const typeKey = `${objectType}_id`;
  const home = fieldHomesOf(data).find(
    (one) =>
      one.objectType === objectType && (one.type === undefined || one.type.id === Reflect.get(body, typeKey)),
  );
  checkField(home !== undefined, typeKey, 'This type does not exist');
  return home;
}
