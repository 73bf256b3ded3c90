import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, found, invalidRequest, namedRow, notFound } from '../base/api-refusal.ts';
import { filterRows, readersOf } from '../base/filter-rows.ts';
import { updateMemberships } from './memberships.ts';
import { groups, sendAs } from './people-resources.ts';
import { createRow, renderResource, tableOf } from './resource.ts';

/** The routes of many memberships, of group members, and of unsubscribed email addresses. */
export const peopleRoutes: readonly ApiRoute[] = [
  { method: 'PUT', path: '/membership/', readsQuery: true, handle: updateMemberships },
  { method: 'POST', path: '/group/{group_id}/member/', handle: addMember },
  { method: 'DELETE', path: '/group/{group_id}/member/{user_id}/', handle: removeMember },
  {
    method: 'GET',
    path: '/user/availability/',
    handle: ({ data }) => ({ data: data.users.all().map(({ id }) => ({ user_id: id, availability: [] })) }),
  },
  {
    method: 'GET',
    path: '/unsubscribe/email/',
    handle: ({ data }) => ({ data: unsubscribedOf(data).map((email) => ({ email })), has_more: false }),
  },
  {
    method: 'POST',
    path: '/unsubscribe/email/',
    handle: ({ data, body }) => setUnsubscribed(data, String(body['email']), true),
  },
  { method: 'DELETE', path: '/unsubscribe/email/{email_address}/', handle: resubscribe },
];

/** The routes of several permissions to send as another user. */
export const sendAsRoutes: readonly ApiRoute[] = [
  { method: 'DELETE', path: '/send_as/', readsQuery: true, handle: revokeByUser },
  { method: 'POST', path: '/send_as/bulk/', handle: changePermissions },
];

function addMember(call: ApiCall): object {
  const { group, members } = membersOf(call);
  const { id: user_id } = namedRow(call, 'user_id', { table: call.data.users });
  const others = members.filter((member) => member.user_id !== user_id);
  tableOf(call.data, groups).update(group, { members: [...others, { user_id }] });
  return { user_id };
}

function removeMember(call: ApiCall): void {
  const { group, members } = membersOf(call);
  const rest = members.filter(({ user_id }) => user_id !== call.params['user_id']);
  if (rest.length === members.length) throw notFound();
  tableOf(call.data, groups).update(group, { members: rest });
}

function membersOf({ data, params }: ApiCall): { group: PlainRow; members: { user_id: unknown }[] } {
  const group = found(tableOf(data, groups).get(params['group_id'] ?? ''));
  const members: unknown = group['members'];
  return { group, members: Array.isArray(members) ? members : [] };
}

function resubscribe({ data, params }: ApiCall): object {
  const email = params['email_address'] ?? '';
  if (!unsubscribedOf(data).includes(email)) throw notFound();
  return setUnsubscribed(data, email, false);
}

function unsubscribedOf({ contacts, unsubscribed }: OrganizationData): string[] {
  const emails = contacts.all().flatMap((contact) => contact.emails);
  const ofContacts = emails.filter((email) => email.is_unsubscribed).map(({ email }) => email);
  return [...new Set([...ofContacts, ...unsubscribed])];
}

/** Unsubscribed addresses are stored with the contacts that have them, too. */
function setUnsubscribed(
  { contacts, unsubscribed }: OrganizationData,
  email: string,
  is_unsubscribed: boolean,
): { email: string } {
  if (is_unsubscribed) unsubscribed.add(email);
  else unsubscribed.delete(email);
  for (const contact of contacts.all()) {
    if (!contact.emails.some((item) => item.email === email)) continue;
    const emails = contact.emails.map((item) => (item.email === email ? { ...item, is_unsubscribed } : item));
    contacts.update(contact, { emails });
  }
  return { email };
}

function revokeByUser({ data, query }: ApiCall): void {
  const filters = readersOf<PlainRow>('allowed_user_id', 'allowing_user_id');
  if (!Object.keys(filters).some((name) => query.get(name)))
    throw invalidRequest('Either allowed_user_id or allowing_user_id is required.');
  const rows = filterRows(tableOf(data, sendAs).all(), query, filters);
  if (rows.length === 0) throw notFound();
  for (const row of rows) tableOf(data, sendAs).remove(row);
}

/** Grants and revokes permissions to send as the calling user. */
function changePermissions(call: ApiCall): object {
  const { data, body, user } = call;
  const table = tableOf(data, sendAs);
  const own = (): PlainRow[] => table.all().filter((row) => row['allowing_user_id'] === user.id);
  const idsIn = (name: string): unknown[] => (Array.isArray(body[name]) ? body[name] : []);
  for (const id of idsIn('allowed_user_ids')) {
    checkField(data.users.get(String(id)) !== undefined, 'allowed_user_ids', 'This user does not exist');
    if (!own().some((row) => row['allowed_user_id'] === id))
      createRow(call, sendAs, { allowed_user_id: id, allowing_user_id: user.id });
  }
  const revoked = idsIn('disallowed_user_ids');
  for (const row of own()) if (revoked.includes(row['allowed_user_id'])) table.remove(row);
  return { data: own().map((row) => renderResource(data, sendAs, row)) };
}
