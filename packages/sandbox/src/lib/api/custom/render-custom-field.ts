import { withoutOffset } from '../../model/close-timestamp.ts';
import type { CustomTypeRow, FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';

/** Renders a custom field. */
export function renderField(
  field: FieldDefinition,
  { organization }: OrganizationData,
): Record<string, unknown> {
  const { created_by, updated_by, date_created, date_updated } = organization;
  return {
    ...describeField(field),
    editable_with_roles: [],
    organization_id: organization.id,
    created_by,
    updated_by,
    date_created,
    date_updated,
  };
}

/** Renders a custom activity type or custom object type. */
export function renderType({ kind, date_created, date_updated, ...type }: CustomTypeRow): object {
  const { is_archived, name_plural, ...shared } = type;
  return {
    ...shared,
    ...(kind === 'activity' ? { is_archived } : { name_plural, back_reference_fields: [] }),
    fields: type.fields.map((field) => ({
      ...describeField(field),
      required: field.required === true,
      editable_with_roles: [],
    })),
    date_created: withoutOffset(date_created),
    date_updated: withoutOffset(date_updated),
  };
}

function describeField({ id, name, type, choices, multiple, description }: FieldDefinition): object {
  return {
    id,
    name,
    type,
    description: description ?? null,
    accepts_multiple_values: multiple,
    ...(choices && { choices }),
  };
}
