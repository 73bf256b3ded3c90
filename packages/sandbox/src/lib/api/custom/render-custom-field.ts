import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { pickFields } from '../base/pick-fields.ts';

const authorship = ['created_by', 'updated_by', 'date_created', 'date_updated'];

/** Renders a custom field. Its author and times are those of the organization. */
export function renderField(
  field: FieldDefinition,
  { organization }: OrganizationData,
): Record<string, unknown> {
  return {
    ...describeField(field),
    organization_id: organization.id,
    ...pickFields({ ...organization }, authorship),
  };
}

/** The members of a field that custom types show, too. */
export function describeField(field: FieldDefinition): object {
  const { id, name, type, choices, multiple, description = null } = field;
  return {
    id,
    name,
    type,
    description,
    accepts_multiple_values: multiple,
    editable_with_roles: [],
    ...(choices && { choices }),
  };
}
