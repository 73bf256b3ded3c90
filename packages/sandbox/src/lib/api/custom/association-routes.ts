import type { FieldAssociation, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { found, invalidRequest } from '../base/api-refusal.ts';
import { readAssociation } from './custom-field-routes.ts';
import { associate, dissociate } from './field-homes.ts';

const path = '/custom_field/shared/{scf_id}/association/';
const onePath: ApiRoute['path'] = `${path}{object_type}/`;

export const associationRoutes: readonly ApiRoute[] = [
  { method: 'POST', path, handle: create },
  { method: 'GET', path: onePath, handle: (call) => find(call).association },
  { method: 'PUT', path: onePath, handle: update },
  { method: 'DELETE', path: onePath, handle: remove },
];

function create(call: ApiCall): object {
  const association = readAssociation(call.body);
  const field = fieldOf(call);
  if (field.associations?.some((other) => keyOf(other) === keyOf(association)) === true)
    throw invalidRequest('The field is already associated with this object type.');
  return associate(call.data, field, association);
}

function update(call: ApiCall): object {
  const { association } = find(call);
  const { editable_with_roles, required } = readAssociation({ ...association, ...call.body });
  return Object.assign(association, { editable_with_roles, required });
}

function remove(call: ApiCall): void {
  const { field, association } = find(call);
  dissociate(call.data, field, association);
}

function find(call: ApiCall): { field: FieldDefinition; association: FieldAssociation } {
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
