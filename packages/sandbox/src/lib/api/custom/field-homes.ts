import type { CustomTypeRow, FieldAssociation, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { checkField } from '../base/api-refusal.ts';
import { tableOf } from '../resources/resource.ts';
import { customObjects } from '../resources/work-resources.ts';

/** An object type that has custom fields. */
export type ObjectType = FieldAssociation['object_type'];

/** A list of custom fields: those of a kind of record or of a custom type, or the shared ones. */
export interface FieldHome {
  readonly objectType: ObjectType | 'shared';
  /** The custom type. */
  readonly type?: CustomTypeRow;
  readonly fields: FieldDefinition[];
  /** Deletes the stored values of a field. */
  readonly forget: (field: FieldDefinition) => void;
}

export function fieldHomesOf(data: OrganizationData): FieldHome[] {
  const { leads, contacts, opportunities, activities, customFields } = data;
  const records = { lead: leads, contact: contacts, opportunity: opportunities };
  const homesOf = (
    objectType: ObjectType,
    types: OrganizationData['activityTypes'],
    rows: () => readonly object[],
  ): FieldHome[] => {
    const forget: FieldHome['forget'] = (field) => rows().forEach(withoutValue(field));
    return types.all().map((type) => ({ objectType, type, fields: type.fields, forget }));
  };
  return [
    ...(['lead', 'contact', 'opportunity'] as const).map((objectType): FieldHome => {
      const forget: FieldHome['forget'] = (field) => records[objectType].amendAll(withoutValue(field));
      return { objectType, fields: customFields[objectType], forget };
    }),
    ...homesOf('custom_activity_type', data.activityTypes, () => activities.all().map(({ own }) => own)),
    ...homesOf('custom_object_type', data.objectTypes, () => tableOf(data, customObjects).all()),
    {
      objectType: 'shared',
      fields: data.sharedFields,
      forget: (field) => {
        for (const association of field.associations ?? []) dissociate(data, field, association);
      },
    },
  ];
}

function withoutValue({ id }: FieldDefinition): (row: object) => void {
  return (row) => void Reflect.deleteProperty(row, `custom.${id}`);
}

/** Adds a shared field to the fields of an object type. */
export function associate(
  data: OrganizationData,
  field: FieldDefinition,
  association: FieldAssociation,
): FieldAssociation {
  homeOf(data, { ...association }).fields.push(field);
  field.associations = [...(field.associations ?? []), association];
  return association;
}

/** Removes a shared field from an object type, with the values of its objects. */
export function dissociate(
  data: OrganizationData,
  field: FieldDefinition,
  association: FieldAssociation,
): void {
  const { fields, forget } = homeOf(data, { ...association });
  fields.splice(fields.indexOf(field), 1);
  field.associations = field.associations?.filter((one) => one !== association) ?? [];
  forget(field);
}

/** The fields of an object type that a body names. Refuses a custom type that does not exist. */
export function homeOf(
  data: OrganizationData,
  body: { readonly object_type: FieldHome['objectType'] } & Readonly<Record<string, unknown>>,
): FieldHome {
  const typeKey = `${body.object_type}_id`;
  const home = fieldHomesOf(data).find(
    ({ objectType, type }) =>
      objectType === body.object_type && (type === undefined || type.id === body[typeKey]),
  );
  checkField(home !== undefined, typeKey, 'This type does not exist');
  return home;
}
