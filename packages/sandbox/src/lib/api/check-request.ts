import type { ApiCall, ApiRoute } from './base/api-call.ts';
import { refuseNotUnderstood, checkField, invalidFields, notFound } from './base/api-refusal.ts';
import { requestRules } from '../../generated/request-rules.ts';
import { createRequestCheck } from '../rules/request-check.ts';
import { listedData, readableData } from './base/earlier-data.ts';
import { refuseParameters, refuseUnread } from './base/read-request.ts';

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

const check = createRequestCheck(requestRules);

/**
 * Checks path, query and body of a call by the rules of its operation in the contract, and returns the part that
 * has an effect. What the contract does not describe is refused in strict mode only.
 *
 * @throws ApiRefusal 400, or 404 where the path names nothing that can exist.
 */
export function checkRequest(
  call: ApiCall,
  operation: string,
  { method, readsQuery, isUndocumented }: ApiRoute,
): ApiCall {
  if (isUndocumented === true) return call;
  if (Object.keys(check.path(operation, call.params).errors).length > 0) throw notFound();
  // A copy: looking at a parameter here must not count as reading it.
  const query = check.query(operation, withoutPage(new URLSearchParams(call.query)));
  const body = check.body(operation, call.body);
  const errors = { ...query.errors, ...body.errors };
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  const unknown = Object.entries({ ...query.unknown, ...body.unknown });
  refuseNotUnderstood(call, ...unknown.map(([field, message]) => ({ field, message })));
  const supported = supportedPart(call, operation);
  const { organization_id: organizationId = null } = call.body;
  const isOwn = organizationId === null || organizationId === call.data.organization.id;
  checkField(isOwn, 'organization_id', 'This organization does not exist');
  if (method !== 'GET' && readsQuery !== true) {
    const names = [...call.query.keys()].filter((name) => name !== '_fields');
    refuseParameters(call, names);
  }
  return supported;
}

/** Without a large `_limit` and `_skip`: pages check them by the ceilings. */
function withoutPage(query: URLSearchParams): URLSearchParams {
  for (const name of ['_limit', '_skip']) {
    const values = query.getAll(name);
    if (values.length === 1 && /^\d+$/.test(values.join(''))) query.set(name, '0');
  }
  return query;
}

/** Handles a read of what is visible. Refuses parameters that nothing looked at. */
export function handleRead(call: ApiCall, route: ApiRoute): unknown {
  const data = route.path.includes('{') ? readableData(call) : listedData(call);
  const result = route.handle({ ...call, data });
  refuseUnread(call);
  return result;
}
