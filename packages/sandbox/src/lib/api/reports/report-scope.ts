import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { dayMs } from '../../model/close-timestamp.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField, notFound } from '../base/api-call.ts';
import { momentOf } from '../base/list-page.ts';
import { namedPeriod } from '../query/date-span.ts';
import type { Span } from '../query/date-span.ts';
import { groups } from '../resources/people-resources.ts';
import { tableOf } from '../base/resource.ts';
import { smartViews } from '../resources/work-resources.ts';
import { selectLeads } from '../search/search-routes.ts';

/** The span of two texts. A date without a time as the end includes its day; a missing bound is open. */
function spanOf(field: string, start: unknown, end: unknown): Span {
  const [from, to] = [start, end].map((value) =>
    typeof value === 'string' && value !== '' ? momentOf(value.replace(' ', '+')) : null,
  );
  const isValid = !Number.isNaN(from) && !Number.isNaN(to);
  checkField(isValid, field, 'Input should be a valid date or datetime');
  const isDate = typeof end === 'string' && /^\d{4}-\d\d-\d\d$/.test(end);
  return { start: from ?? -Infinity, end: (to ?? Infinity) + (isDate ? dayMs : 0) };
}

export function spanOfQuery({ query }: ApiCall): Span {
  return spanOf('date_end', query.get('date_start'), query.get('date_end'));
}

/** The time in the body of a report: a named period, or else one with `start` and `end`; `undefined` without both. */
export function spanOfBody(call: ApiCall, period: string, range: string): Span | undefined {
  const { [period]: name, [range]: value } = call.body;
  if (typeof name !== 'string')
    return isRecord(value) ? spanOf(range, value['start'], value['end']) : undefined;
  const named = namedPeriod(name, call);
  checkField(named !== undefined, period, `Unknown range: ${name}`);
  return named;
}

export function requiredSpan(call: ApiCall, period: string, range: string): Span {
  const span = spanOfBody(call, period, range);
  checkField(span !== undefined, range, `Either this or ${period} is required`);
  return span;
}

export function isIn({ start, end }: Span, at: number): boolean {
  return at >= start && at < end;
}

export type LeadTest = (leadId: string) => boolean;

export function leadsOfBody(call: ApiCall): LeadTest {
  const { query } = call.body;
  return isRecord(query) ? leadsOfView(call, 'query', query['saved_search_id']) : () => true;
}

export function leadsOfQuery(call: ApiCall): LeadTest {
  const [text, view] = [call.query.get('query'), call.query.get('smart_view_id')];
  if (view !== null) return leadsOfView(call, 'smart_view_id', view);
  return text ? isOneOf(selectLeads(call, { query: text })) : () => true;
}

function leadsOfView(call: ApiCall, field: string, id: unknown): LeadTest {
  const view = tableOf(call.data, smartViews).get(String(id));
  checkField(view !== undefined, field, 'This Smart View does not exist');
  const selection = isRecord(view['s_query']) ? view['s_query'] : {};
  return isOneOf(selectLeads(call, { ...selection, s_query: selection['query'], query: view['query'] }));
}

function isOneOf(leadIds: readonly string[]): LeadTest {
  const ids = new Set(leadIds);
  return (leadId) => ids.has(leadId);
}

/** The users of a report: users and the members of groups. Default: all users. */
export function usersOf({ data, body: { users } }: ApiCall): readonly string[] {
  if (!Array.isArray(users)) return data.users.all().map(({ id }) => id);
  const found = users.map(String).flatMap((id) => {
    const group: JsonObject = tableOf(data, groups).get(id) ?? {};
    const { members = data.users.get(id) && [{ user_id: id }] } = group;
    const ids = Array.isArray(members) ? members.map(({ user_id }: { user_id: string }) => user_id) : [];
    checkField(ids.length > 0, 'users', `${id} does not exist`);
    return ids;
  });
  return [...new Set(found)];
}

export function checkOrganization({ data, params }: ApiCall): void {
  if (params['org_id'] !== data.organization.id) throw notFound();
}

/** A text of the older search language that matches exactly the leads of these objects. */
export function leadsQuery(objects: readonly { readonly leadId: string }[]): string {
  const ids = [...new Set(objects.map(({ leadId }) => `"${leadId}"`))];
  return `lead_id in (${ids.join(', ') || '"none"'})`;
}
