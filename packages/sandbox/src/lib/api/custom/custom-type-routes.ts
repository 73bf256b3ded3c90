import { authoredBy } from '../../model/rows/authorship.ts';
import type { CustomTypeRow } from '../../model/rows/custom-field-row.ts';
import { newOrigin, touched } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidRequest, notFound } from '../base/api-refusal.ts';
import { pickFields } from '../base/pick-fields.ts';
import { customObjects } from '../resources/work-resources.ts';
import { tableOf } from '../resources/resource.ts';
import { renderType } from './render-custom-field.ts';

type Kind = CustomTypeRow['kind'];

/** The types of custom activities and custom objects: list, get, create, update, delete. */
export const customTypeRoutes: readonly ApiRoute[] = [
  ...routesOf('/custom_activity/', 'activity'),
  ...routesOf('/custom_object_type/', 'custom_object'),
];

const typeFields = [
  'api_create_only',
  'description',
  'editable_with_roles',
  'is_archived',
  'name',
  'name_plural',
] as const;

function routesOf(path: `/${string}/`, kind: Kind): ApiRoute[] {
  const one: `/${string}/` = `${path}{id}/`;
  return [
    {
      method: 'GET',
      path,
      handle: ({ data }) => ({ data: data.customTypes.filter((type) => type.kind === kind).map(renderType) }),
    },
    { method: 'POST', path, status: 201, handle: (call) => create(call, kind) },
    { method: 'GET', path: one, handle: (call) => renderType(typeOf(call, kind)) },
    { method: 'PUT', path: one, handle: (call) => update(call, kind) },
    { method: 'DELETE', path: one, status: 204, handle: (call) => remove(call, kind) },
  ];
}

/** The type with the id of the path. */
function typeOf({ data, id }: ApiCall, kind: Kind): CustomTypeRow {
  const type = data.customTypes.find((one) => one.kind === kind && one.id === id);
  if (type === undefined) throw notFound();
  return type;
}

function create(call: ApiCall, kind: Kind): object {
  const isObject = kind === 'custom_object';
  const origin = newOrigin(call, isObject ? 'cotype_' : 'actitype_');
  const type: CustomTypeRow = {
    ...authoredBy(origin),
    kind,
    name: '',
    name_plural: '',
    description: '',
    api_create_only: false,
    editable_with_roles: [],
    is_archived: false,
    fields: [],
    ...pickFields(call.body, typeFields),
  };
  call.data.customTypes.push(type);
  return renderType(type);
}

function update(call: ApiCall, kind: Kind): object {
  const type = typeOf(call, kind);
  Object.assign(type, pickFields(call.body, typeFields), touched(call));
  return renderType(type);
}

function remove(call: ApiCall, kind: Kind): void {
  const { customTypes, activities } = call.data;
  const type = typeOf(call, kind);
  const isUsed =
    kind === 'activity'
      ? activities.all().some(({ own }) => own['custom_activity_type_id'] === type.id)
      : tableOf(call.data, customObjects)
          .all()
          .some((object) => object['custom_object_type_id'] === type.id);
  if (isUsed) throw invalidRequest('This type is still in use.');
  customTypes.splice(customTypes.indexOf(type), 1);
}
