import { seedOriginOf } from '../organization-data.ts';
import type { OrganizationData } from '../organization-data.ts';

type Organization = Pick<OrganizationData, 'organization'>;

const interests = ['Prices', 'A visit', 'Something else'];
const formName = 'Ask for an offer';
const fieldName = 'What is it about?';

export function seededForm(data: Organization): object {
  const choices = interests.map((label) => ({ label, value: label }));
  const field = { id: seedOriginOf(data, 'formfld_', 0).id, name: fieldName, type: 'choices', choices };
  return { name: formName, field_definitions: [field] };
}

export function formSubmissionFields(data: Organization): Record<string, unknown> {
  const [answer = ''] = interests;
  return {
    form_configuration_id: seedOriginOf(data, 'formconf_', 0).id,
    form_id: seedOriginOf(data, 'form_', 0).id,
    form_name: formName,
    ip_address: null,
    origin: null,
    source_url: null,
    source_url_normalized: null,
    values: { [seedOriginOf(data, 'formfld_', 0).id]: answer },
    values_by_name: { [fieldName]: answer },
  };
}
