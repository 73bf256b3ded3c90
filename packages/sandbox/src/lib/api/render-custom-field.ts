import type { CustomFieldRow, OrganizationData } from '../model/organization-data.ts';

type Field = Omit<CustomFieldRow, 'objectType'>;

/** A custom field as Close answers it. */
export function renderField(field: Field, data: OrganizationData): object {
  return {
    ...describeField(field),
    editable_with_roles: [],
    organization_id: data.organization.id,
    ...authorshipOf(data),
  };
}

/** What a custom field is, without who made it. */
export function describeField({ id, name, type, choices, multiple, description }: Field): object {
  return {
    id,
    name,
    type,
    description: description ?? null,
    accepts_multiple_values: multiple,
    ...(choices && { choices }),
  };
}

/** Who made what came with the organization. */
export function authorshipOf({ organization }: OrganizationData): object {
  const { created_by, updated_by, date_created, date_updated } = organization;
  return { created_by, updated_by, date_created, date_updated };
}
