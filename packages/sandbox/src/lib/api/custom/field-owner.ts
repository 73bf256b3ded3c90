import type { CustomValues } from '../../model/rows/authorship.ts';
import type { CustomFieldRow, FieldDefinition, CustomTypeRow } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { tableOf } from '../resources/resource.ts';
import { customObjects } from '../resources/work-resources.ts';
import { renderField } from './render-custom-field.ts';

/** The owner of custom fields: a kind of record, or the custom types of an organization. */
export interface FieldOwner {
  readonly path: `/custom_field/${string}/`;
  /** Whether its fields are shared by several object types. */
  readonly isShared?: boolean;
  readonly createdStatus?: 201;
  readonly removedStatus?: 204;
  /** Called with a new field. */
  readonly start?: (call: ApiCall, field: FieldDefinition) => void;
  /** The lists of fields. */
  readonly lists: (data: OrganizationData) => readonly FieldDefinition[][];
  /** The list for a new field. */
  readonly listFor: (call: ApiCall) => FieldDefinition[];
  readonly render: (data: OrganizationData, field: FieldDefinition) => object;
  /** Deletes the stored values of a field. */
  readonly forget: (data: OrganizationData, field: FieldDefinition) => void;
}

/** The owner of the fields of leads, contacts or opportunities. */
export function recordFieldOwner(objectType: CustomFieldRow['objectType']): FieldOwner {
  return {
    path: `/custom_field/${objectType}/`,
    lists: ({ customFields }) => [customFields[objectType]],
    listFor: ({ data }) => data.customFields[objectType],
    render: (data, field) => renderField(field, data),
    forget: (data, { id }) => {
      forgetValues(data, objectType, `custom.${id}`);
    },
  };
}

function forgetValues(
  { leads, contacts, opportunities }: OrganizationData,
  objectType: CustomFieldRow['objectType'],
  name: `custom.${string}`,
): void {
  const forget = (row: CustomValues): void => {
    delete row[name];
  };
  if (objectType === 'lead') leads.amendAll(forget);
  else if (objectType === 'contact') contacts.amendAll(forget);
  else opportunities.amendAll(forget);
}

/** The owner of the fields of custom activities or custom objects. Each field belongs to a type. */
export function typeFieldOwner(kind: CustomTypeRow['kind']): FieldOwner {
  const key = kind === 'activity' ? 'custom_activity_type_id' : 'custom_object_type_id';
  const typesOf = (data: OrganizationData): CustomTypeRow[] =>
    data.customTypes.filter((type) => type.kind === kind);
  return {
    path: kind === 'activity' ? '/custom_field/activity/' : '/custom_field/custom_object_type/',
    ...(kind === 'custom_object' && { createdStatus: 201, removedStatus: 204 }),
    lists: (data) => typesOf(data).map(({ fields }) => fields),
    listFor: ({ data, body }) => {
      const type = typesOf(data).find(({ id }) => id === body[key]);
      checkField(type !== undefined, key, 'This type does not exist');
      return type.fields;
    },
    render: (data, field) => ({
      ...renderField(field, data),
      [key]: typesOf(data).find(({ fields }) => fields.includes(field))?.id,
      required: field.required === true,
    }),
    forget: (data, { id }) => {
      const objects = tableOf(data, customObjects).all();
      for (const row of kind === 'activity' ? data.activities.all().map(({ own }) => own) : objects) {
        delete row[`custom.${id}`];
      }
    },
  };
}
