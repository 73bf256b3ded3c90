import type { ApiCall, ApiRoute } from './base/api-call.ts';
import { refuseNotUnderstood, checkField, invalidFields, notFound } from './base/api-call.ts';
import { requestRules } from '../../generated/request-rules.ts';
import { createRequestCheck } from '../rules/request-check.ts';
import { listedData, readableData } from './base/earlier-data.ts';
import { refuseParameters, refuseUnread } from './base/read-request.ts';

/** The call without members that have no effect. Refuses values other than `null`, `false` and `[]`. */
function supportedPart(call: ApiCall, unsupported: readonly string[]): ApiCall {
  const isSupported = (name: string): boolean => !unsupported.includes(name.replace(/^custom\..*/, 'custom'));
  const members = Object.entries(call.body);
  const found = members.filter(([name, value]) => !isSupported(name) && !isNothing(value));
  const message = 'the sandbox does not support this member.';
  refuseNotUnderstood(call, ...found.map(([field]) => ({ field, message: `${field}: ${message}` })));
  return { ...call, body: Object.fromEntries(members.filter(([name]) => isSupported(name))) };
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
  const supported = supportedPart(call, check.unsupported(operation));
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
