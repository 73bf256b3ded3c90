import type { ApiCall } from './base/api-call.ts';
import { refuseNotUnderstood } from './base/not-understood.ts';

const ofCalls = ['conversation_type_id', 'custom', 'playbook_id', 'quality_info'];
const ofEmails = [
  'custom',
  'followup_date',
  'followup_sequence_add_cc_bcc',
  'followup_sequence_delay',
  'followup_sequence_id',
];
const ofExports = ['include_addresses', 'include_custom_objects', 'include_smart_fields'];
const ofFields = ['back_reference_is_visible', 'editable_with_roles', 'referenced_custom_type_id'];
const ofStatusChanges = ['new_status_label', 'old_status_label'];

/**
 * Members that the contract describes and the sandbox does not act on, by operation. `custom` stands for all
 * custom fields. A test finds members that are missing here.
 */
export const unsupportedMembers: Readonly<Record<string, readonly string[]>> = {
  'POST /activity/call/': ofCalls,
  'PUT /activity/call/{id}/': ofCalls,
  'POST /activity/email/': ofEmails,
  'PUT /activity/email/{id}/': ofEmails,
  'POST /activity/status_change/lead/': ofStatusChanges,
  'POST /activity/status_change/opportunity/': ofStatusChanges,
  'PUT /custom_activity/{id}/': ['field_order', 'fields'],
  'POST /custom_field/activity/': ofFields,
  'PUT /custom_field/activity/{id}/': ofFields,
  'POST /custom_field/contact/': ofFields,
  'PUT /custom_field/contact/{id}/': ofFields,
  'POST /custom_field/custom_object_type/': ofFields,
  'PUT /custom_field/custom_object_type/{id}/': ofFields,
  'POST /custom_field/lead/': ofFields,
  'PUT /custom_field/lead/{id}/': ofFields,
  'POST /custom_field/opportunity/': ofFields,
  'PUT /custom_field/opportunity/{id}/': ofFields,
  'POST /export/lead/': ofExports,
  'POST /export/opportunity/': ofExports,
  'POST /opportunity/': ['attachments'],
  'PUT /opportunity/{id}/': ['attachments'],
  'PUT /status/lead/{id}/': ['color'],
  'POST /task/': ['agent_config_id'],
  'PUT /task/{id}/': ['agent_config_id', 'created_by'],
};

/**
 * Refuses members of a body that would have no effect. `null`, `false` and an empty list ask for none.
 *
 * @throws ApiRefusal 400 in strict mode.
 */
export function refuseUnsupported(call: ApiCall, operation: string): void {
  const unsupported = unsupportedMembers[operation] ?? [];
  const found = Object.entries(call.body).filter(
    ([name, value]) => unsupported.includes(name.replace(/^custom\..*/, 'custom')) && !isNothing(value),
  );
  const message = 'the sandbox does not support this member.';
  refuseNotUnderstood(call, ...found.map(([field]) => ({ field, message: `${field}: ${message}` })));
}

function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0);
}
