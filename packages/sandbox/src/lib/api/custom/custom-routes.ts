import { recordsIn } from '../../base/is-record.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { found, invalidRequest } from '../base/api-call.ts';
import { routesOfResource, tableOf } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { customObjects } from '../resources/work-resources.ts';
import { customFieldRoutes, describeField, fieldHomesOf, renderField } from './custom-field-routes.ts';
import type { FieldHome } from './custom-field-routes.ts';

const activityTypes: Resource = {
  path: '/custom_activity/',
  rows: (data) => data.activityTypes,
  defaults: { description: '' },
  beforeRemoval: ({ data: { activities } }, { id }) => {
    refuseUsed(activities.all().some(({ own }) => own['custom_activity_type_id'] === id));
  },
  derived: describeType,
};

const objectTypes: Resource = {
  path: '/custom_object_type/',
  rows: (data) => data.objectTypes,
  hidden: () => ['is_archived'],
  beforeRemoval: ({ data }, { id }) => {
    const objects = tableOf(data, customObjects).all();
    refuseUsed(objects.some((object) => object['custom_object_type_id'] === id));
  },
  derived: describeType,
};

const schemaPath = '/custom_field_schema/{object_type}/';

export const customRoutes: readonly ApiRoute[] = [
  ...customFieldRoutes,
  ...routesOfResource(activityTypes),
  ...routesOfResource(objectTypes),
  { method: 'GET', path: schemaPath, handle: (call) => renderSchema(call, findSchema(call)) },
  { method: 'PUT', path: schemaPath, handle: reorder },
];

function refuseUsed(isUsed: boolean): void {
  if (isUsed) throw invalidRequest('This type is still in use.');
}

function describeType(_data: OrganizationData, { fields, date_created, date_updated }: PlainRow): object {
  const definitions: readonly FieldDefinition[] = Array.isArray(fields) ? fields : [];
  return {
    fields: definitions.map((field) => ({ ...describeField(field), required: field.required === true })),
    date_created: withoutOffset(String(date_created)),
    date_updated: withoutOffset(String(date_updated)),
  };
}

/** The object type is a kind of record, or `activity/` or `custom_object/` with the id of a custom type. */
function findSchema({ data, params: { object_type } }: ApiCall): FieldHome {
  const schema = fieldHomesOf(data).find(({ objectType, type }) => {
    const kind = objectType.replace(/^custom_(?=activity)|_type$/g, '');
    return (
      objectType !== 'shared' && object_type === (type === undefined ? objectType : `${kind}/${type.id}`)
    );
  });
  return found(schema);
}

/** Fields that the body does not name follow those that it names. */
function reorder(call: ApiCall): object {
  const schema = findSchema(call);
  const named = recordsIn(call.body['fields']).flatMap(({ id }) =>
    schema.fields.filter((field) => field.id === id),
  );
  const rest = schema.fields.filter((field) => !named.includes(field));
  schema.fields.splice(0, schema.fields.length, ...named, ...rest);
  return renderSchema(call, schema);
}

function renderSchema({ data, params }: ApiCall, { objectType, type, fields }: FieldHome): object {
  return {
    name: type?.name ?? objectType,
    object_type: params['object_type'],
    organization_id: data.organization.id,
    fields: fields.map((field) => ({
      ...renderField(field, data),
      ...(field.associations && { associations: field.associations }),
    })),
  };
}
