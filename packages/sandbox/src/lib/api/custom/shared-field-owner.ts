import { isRecord } from '../../base/is-record.ts';
import type { FieldAssociation, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { recordFieldOwner, typeFieldOwner } from './field-owner.ts';
import type { FieldOwner } from './field-owner.ts';
import { renderField } from './render-custom-field.ts';

/** The owner of shared fields, each with the object types that have it. */
export const sharedFieldOwner: FieldOwner = {
  path: '/custom_field/shared/',
  isShared: true,
  lists: ({ sharedFields }) => [sharedFields],
  listFor: ({ data, body }) => {
    for (const association of readAssociations(body)) fieldsOf(data, association);
    return data.sharedFields;
  },
  start: (call, field) => {
    field.associations = [];
    for (const association of readAssociations(call.body)) associate(call.data, field, association);
  },
  render: (data, field) => {
    const { editable_with_roles: _roles, ...shown } = renderField(field, data);
    return { ...shown, associations: field.associations };
  },
  forget: (data, field) => {
    for (const association of field.associations ?? []) dissociate(data, field, association);
  },
};

/** Adds a shared field to the fields of an object type. */
export function associate(
  data: OrganizationData,
  field: FieldDefinition,
  association: FieldAssociation,
): FieldAssociation {
  fieldsOf(data, association).push(field);
  field.associations = [...(field.associations ?? []), association];
  return association;
}

/** Takes a shared field from an object type, with the values of its objects. */
export function dissociate(
  data: OrganizationData,
  field: FieldDefinition,
  association: FieldAssociation,
): void {
  const fields = fieldsOf(data, association);
  fields.splice(fields.indexOf(field), 1);
  field.associations = field.associations?.filter((one) => one !== association) ?? [];
  ownerOf(association).forget(data, field);
}

/** Reads an association from a body. */
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

const objectTypes = ['lead', 'contact', 'opportunity', 'custom_activity_type', 'custom_object_type'] as const;

function readAssociations({ associations }: ApiCall['body']): FieldAssociation[] {
  return Array.isArray(associations) ? associations.filter(isRecord).map(readAssociation) : [];
}

function ownerOf({ object_type: type }: FieldAssociation): FieldOwner {
  if (type === 'custom_activity_type') return typeFieldOwner('activity');
  return type === 'custom_object_type' ? typeFieldOwner('custom_object') : recordFieldOwner(type);
}

/**
 * The fields of the object type.
 *
 * @throws ApiRefusal 400 when the custom type does not exist.
 */
function fieldsOf(data: OrganizationData, association: FieldAssociation): FieldDefinition[] {
  const { object_type: type, custom_activity_type_id, custom_object_type_id } = association;
  if (type !== 'custom_activity_type' && type !== 'custom_object_type') return data.customFields[type];
  const typeId = type === 'custom_activity_type' ? custom_activity_type_id : custom_object_type_id;
  const found = data.customTypes.find(({ id }) => id === typeId);
  checkField(found !== undefined, `${type}_id`, 'This type does not exist');
  return found.fields;
}
