import type { StoredRow, PlainRow } from './record-rows.ts';

export const customFieldTypes = [
  'text',
  'textarea',
  'number',
  'date',
  'datetime',
  'choices',
  'user',
  'contact',
  'custom_object',
  'hidden',
] as const;

/** The definition of a custom field. */
export interface FieldDefinition {
  /** The id, such as `cf_…`. */
  readonly id: string;
  /** The name. */
  name: string;
  /** The type of its values. */
  type: (typeof customFieldTypes)[number];
  /** The choices of a field of type `choices`. */
  choices: readonly string[] | null;
  /** Whether it holds a list of values. */
  multiple: boolean;
  /** The description. */
  description?: string | null;
  /** Whether a value is required. */
  required?: boolean;
  /** The object types that have a shared field, which is also among the fields of each of them. */
  associations?: FieldAssociation[];
}

/** The definition of a custom field, with the type of its records. */
export interface CustomFieldRow extends FieldDefinition {
  /** The type of the records that have the field. */
  objectType: 'lead' | 'contact' | 'opportunity';
}

/** An object type that has a shared custom field. */
export interface FieldAssociation {
  object_type: CustomFieldRow['objectType'] | 'custom_activity_type' | 'custom_object_type';
  custom_activity_type_id?: string;
  custom_object_type_id?: string;
  editable_with_roles: readonly string[];
  required: boolean;
}

/** A custom activity type or custom object type, with its fields. */
export interface CustomTypeRow extends StoredRow, PlainRow {
  readonly id: string;
  name: string;
  fields: FieldDefinition[];
}
