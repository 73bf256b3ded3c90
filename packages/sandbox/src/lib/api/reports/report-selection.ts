import { isRecord } from '../../base/is-record.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { groups } from '../resources/people-resources.ts';
import { tableOf } from '../resources/resource.ts';
import { smartViews } from '../resources/work-resources.ts';
import { selectLeads } from '../search/select-leads.ts';

/** The leads of a report; `undefined` for all. */
export type LeadIds = ReadonlySet<string> | undefined;

/** The leads of the Smart View in the body of a report. */
export function leadsOfBody(call: ApiCall): LeadIds {
  const { query } = call.body;
  return isRecord(query) ? leadsOfView(call, 'query', query['saved_search_id']) : undefined;
}

/** The leads of the text or the Smart View in the query of a report. */
export function leadsOfQuery(call: ApiCall): LeadIds {
  const [text, view] = [call.query.get('query'), call.query.get('smart_view_id')];
  if (view !== null) return leadsOfView(call, 'smart_view_id', view);
  return text === null || text === '' ? undefined : new Set(selectLeads(call, { query: text }));
}

function leadsOfView(call: ApiCall, field: string, id: unknown): LeadIds {
  const view = tableOf(call.data, smartViews).get(String(id));
  checkField(view !== undefined, field, 'This Smart View does not exist');
  const selection = isRecord(view['s_query']) ? view['s_query'] : {};
  return new Set(selectLeads(call, { ...selection, s_query: selection['query'], query: view['query'] }));
}

/** The users of a report: users and the members of groups. Default: all users. */
export function usersOf({ data, body }: ApiCall): readonly string[] {
  const { users } = body;
  if (!Array.isArray(users)) return data.users.all().map(({ id }) => id);
  const found = users.map(String).flatMap((id) => {
    const members = id.startsWith('group_') ? membersOf(data, id) : [data.users.get(id)?.id];
    checkField(members.length > 0 && members[0] !== undefined, 'users', `${id} does not exist`);
    return members.filter((member) => member !== undefined);
  });
  return [...new Set(found)];
}

function membersOf(data: OrganizationData, groupId: string): string[] {
  const members: unknown = tableOf(data, groups).get(groupId)?.['members'];
  return Array.isArray(members) ? members.map((member: { user_id: string }) => member.user_id) : [];
}

/**
 * Checks that a report is about the organization of the token.
 *
 * @throws ApiRefusal 404 for another organization.
 */
export function checkOrganization({ data, params }: ApiCall): void {
  if (params['org_id'] !== data.organization.id) throw notFound();
}

/** A text of the older search language that matches exactly these leads. */
export function leadsQuery(leadIds: readonly string[]): string {
  return `lead_id in (${[...new Set(leadIds)].map((id) => `"${id}"`).join(', ') || '"none"'})`;
}
