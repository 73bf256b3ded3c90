import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField, namedRow } from '../base/check-body.ts';
import { customPatch } from '../base/custom-values.ts';
import { changeLead } from '../records/lead-routes.ts';
import { removeLead } from '../records/merge-leads.ts';
import type { JobAction } from './job-action.ts';

type Body = ApiCall['body'];

export const deleteAction: JobAction = {
  apply: ({ data }, _job, { leadId }) => {
    const lead = data.leads.get(leadId);
    if (lead !== undefined) removeLead(data, lead);
  },
};

/** Sets the status or a custom field of each lead, as a `PUT` of the lead does. */
export const editAction: JobAction = {
  unwritten: ['custom_field_id', 'custom_field_operation', 'custom_field_values'],
  start: (call) => {
    const { type, custom_field_value: value, custom_field_values: values } = call.body;
    const [patch = {}] = patchesOf(call);
    customPatch(call, 'lead', { body: patch, row: {} });
    return {
      custom_field_name: type === 'set_lead_status' ? null : fieldOf(call).name,
      custom_field_value: [values ?? value ?? []].flat().map(String).join(', ') || null,
    };
  },
  apply: (call, _job, { leadId }) => {
    const lead = call.data.leads.get(leadId);
    if (lead === undefined) return;
    for (const body of patchesOf(call)) changeLead({ ...call, body }, lead);
  },
};

/** The bodies of the `PUT`s that make the edit. */
function patchesOf(call: ApiCall): Body[] {
  const { type, lead_status_id, custom_field_value, custom_field_values, custom_field_operation } = call.body;
  if (type === 'set_lead_status') {
    namedRow(call, 'lead_status_id', { table: call.data.leadStatuses, kind: 'status' });
    return [{ status_id: lead_status_id }];
  }
  const field = fieldOf(call);
  if (type === 'clear_custom_field') return [{ [`custom.${field.id}`]: null }];
  const values: unknown[] = Array.isArray(custom_field_values) ? custom_field_values : [custom_field_value];
  checkField(values[0] !== undefined, 'custom_field_value', 'Field required');
  if (custom_field_operation === 'add' || custom_field_operation === 'remove')
    return values.map((value) => ({ [`custom.${field.id}.${custom_field_operation}`]: value }));
  return [{ [`custom.${field.id}`]: field.multiple ? values.flat() : values[0] }];
}

function fieldOf({ data, body }: ApiCall): FieldDefinition {
  const { custom_field_id: id, custom_field_name: name } = body;
  const key = id === undefined ? 'custom_field_name' : 'custom_field_id';
  const field = data.customFields.lead.find((one) => (id === undefined ? one.name === name : one.id === id));
  checkField(field !== undefined, key, 'This custom field does not exist');
  return field;
}
