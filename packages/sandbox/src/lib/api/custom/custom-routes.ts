import type { CustomFieldRow, CustomTypeRow } from '../../model/rows/custom-field-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { customFieldRoutes } from './custom-field-routes.ts';
import { customTypeRoutes, typeOf } from './custom-type-routes.ts';
import { recordFieldOwner, typeFieldOwner } from './field-owner.ts';
import { sharedFieldOwner } from './shared-field-owner.ts';
import { renderField } from './render-custom-field.ts';

type RecordType = CustomFieldRow['objectType'];

/** The routes of custom fields, custom types and schemas. */
export const customRoutes: readonly ApiRoute[] = [
  ...[
    recordFieldOwner('lead'),
    recordFieldOwner('contact'),
    recordFieldOwner('opportunity'),
    typeFieldOwner('activity'),
    typeFieldOwner('custom_object'),
    sharedFieldOwner,
  ].flatMap(customFieldRoutes),
  ...customTypeRoutes,
  schemaRoute('lead'),
  schemaRoute('contact'),
  schemaRoute('opportunity'),
  {
    method: 'GET',
    path: '/custom_field_schema/activity/{id}/',
    handle: (call) => typeSchema(call, 'activity'),
  },
  {
    method: 'GET',
    path: '/custom_field_schema/custom_object/{id}/',
    handle: (call) => typeSchema(call, 'custom_object'),
  },
];

function schemaRoute(objectType: RecordType): ApiRoute {
  return {
    method: 'GET',
    path: `/custom_field_schema/${objectType}/`,
    handle: ({ data }) => ({
      name: objectType,
      object_type: objectType,
      organization_id: data.organization.id,
      fields: data.customFields[objectType].map((field) => renderField(field, data)),
    }),
  };
}

function typeSchema(call: ApiCall, kind: CustomTypeRow['kind']): object {
  const { id, name, fields } = typeOf(call, kind);
  return {
    name,
    object_type: `${kind}/${id}`,
    organization_id: call.data.organization.id,
    fields: fields.map((field) => renderField(field, call.data)),
  };
}
