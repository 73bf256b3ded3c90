import type { Authorship } from './authorship.ts';

/** What a custom field can hold. */
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
  readonly id: string;
  name: string;
  type: (typeof customFieldTypes)[number];
  choices: readonly string[] | null;
  multiple: boolean;
  description?: string | null;
  required?: boolean;
}

/** The definition of a custom field, and the kind of record that has it. */
export interface CustomFieldRow extends FieldDefinition {
  /** What kind of record has it. */
  objectType: 'lead' | 'contact' | 'opportunity';
}

/** A kind of custom activities or custom objects, with fields of its own. */
export interface CustomTypeRow extends Authorship {
  readonly id: string;
  readonly kind: 'activity' | 'custom_object';
  name: string;
  name_plural: string;
  description: string;
  api_create_only: boolean;
  editable_with_roles: readonly string[];
  is_archived: boolean;
  fields: FieldDefinition[];
}
