import type { ApiCall } from './base/api-call.ts';
import { refuseNotUnderstood } from './base/api-refusal.ts';

const ofExports = ['include_addresses', 'include_custom_objects', 'include_smart_fields'];
const ofFields = ['back_reference_is_visible', 'editable_with_roles', 'referenced_custom_type_id'];
const ofStatusChanges = ['new_status_label', 'old_status_label'];

/** Members without effect in the sandbox, by path or operation. `custom` stands for all custom fields. */
const unsupportedMembers: Readonly<Record<string, readonly string[]>> = {
  '/activity/call/': ['conversation_type_id', 'custom', 'playbook_id', 'quality_info'],
  '/activity/email/': [
    'custom',
    'followup_date',
    'followup_sequence_add_cc_bcc',
    'followup_sequence_delay',
    'followup_sequence_id',
  ],
  '/activity/status_change/lead/': ofStatusChanges,
  '/activity/status_change/opportunity/': ofStatusChanges,
  '/custom_activity/': ['field_order', 'fields'],
  '/custom_field/activity/': ofFields,
  '/custom_field/contact/': ofFields,
  '/custom_field/custom_object_type/': ofFields,
  '/custom_field/lead/': ofFields,
  '/custom_field/opportunity/': ofFields,
  '/export/lead/': ofExports,
  '/export/opportunity/': ofExports,
  '/opportunity/': ['attachments'],
  '/status/lead/': ['color'],
  '/task/': ['agent_config_id'],
  'PUT /task/{id}/': ['agent_config_id', 'created_by'],
};

/** The call without members that have no effect. Refuses values other than `null`, `false` and `[]`. */
export function supportedPart(call: ApiCall, operation: string): ApiCall {
  const path = operation.replace(/^\w+ /, '').replace(/\{id\}\/$/, '');
  const unsupported = unsupportedMembers[operation] ?? unsupportedMembers[path] ?? [];
  const body = { ...call.body };
  const found: string[] = [];
  for (const [name, value] of Object.entries(call.body)) {
    if (!unsupported.includes(name.replace(/^custom\..*/, 'custom'))) continue;
    delete body[name];
    if (!isNothing(value)) found.push(name);
  }
  const message = 'the sandbox does not support this member.';
  refuseNotUnderstood(call, ...found.map((field) => ({ field, message: `${field}: ${message}` })));
  return { ...call, body };
}

function isNothing(value: unknown): boolean {
  return value === null || value === false || (Array.isArray(value) && value.length === 0);
}
