import { recordsIn } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import type { OrganizationData, UserRow } from '../../model/organization-data.ts';
import { seedOriginOf, newUserRow } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import type { Table } from '../../model/table.ts';
import { rowOf, timestampOf, plainTable, checkField, namedRow } from '../base/api-call.ts';
import { refuseNotUnderstood, found, invalidRequest, notFound } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { refuseUnread } from '../base/read-request.ts';
import { roles, groups, sendAs } from './people-resources.ts';
import { tableOf, createRow, renderResource } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { smartViews } from './work-resources.ts';
import { filterTest, readersOf } from '../base/list-page.ts';

/** The memberships of the users. A deleted one is inactive; its user stays, since records name the user. */
export const memberships: Resource = {
  path: '/membership/',
  unwritten: ['email'],
  values: (call, row) => {
    if (row === undefined || typeof call.body['role_id'] === 'string') findRole(call);
    return row === undefined ? { user_id: invite(call).id } : {};
  },
  beforeRemoval: (call, membership) => {
    const message = 'The sandbox does not delete your own membership.';
    if (membership['user_id'] === call.user.id) refuseNotUnderstood(call, { field: 'id', message });
    inactiveMembershipsOf(call.data).add(membership);
  },
  seed: ({ users, organization }) =>
    users.all().map((user, index) => ({
      id: `memb_${user.id.slice(5, 26)}${organization.id.slice(5, 27)}`,
      user_id: user.id,
      role_id: seedOriginOf({ organization }, 'role_', index === 0 ? 0 : 1).id,
    })),
};

export function membershipOf(data: OrganizationData, userId: string): PlainRow | undefined {
  return tableOf(data, memberships)
    .all()
    .find((membership) => membership['user_id'] === userId);
}

export function inactiveMembershipsOf(data: OrganizationData): Table<PlainRow> {
  return plainTable(data, 'inactive memberships');
}

function findRole(call: ApiCall): PlainRow {
  return namedRow(call, 'role_id', { table: tableOf(call.data, roles) });
}

/** The user with the email address of a body. The sandbox has no verified domains: it takes every address. */
function invite(call: ApiCall): UserRow {
  const { data, body } = call;
  const email = String(body['email']);
  const known = data.users.all().find((user) => user.email === email);
  const isMember = known !== undefined && membershipOf(data, known.id) !== undefined;
  checkField(!isMember, 'email', 'This user is already a member');
  if (known !== undefined) return known;
  const [first = '', last = ''] = (email.split('@')[0] ?? '')
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // Seeded memberships are those of the users at the start.
  tableOf(data, memberships);
  const user = { ...newUserRow(data.ids, [first, last], timestampOf(call)), email };
  user.organizations.push(data.organization.id);
  return data.users.add(user);
}

export function updateMemberships(call: ApiCall): object {
  const ids = (call.query.get('id__in') ?? '').split(',');
  refuseUnread(call);
  if (typeof call.body['role_id'] === 'string') findRole(call);
  const table = tableOf(call.data, memberships);
  for (const membership of table.all()) if (ids.includes(membership.id)) table.update(membership, call.body);
  return {};
}

function pin(call: ApiCall): object {
  const membership = find(call);
  const { saved_view_ids: ids } = call.body;
  const views = tableOf(call.data, smartViews);
  const isKnown = Array.isArray(ids) && ids.every((id) => views.get(String(id)) !== undefined);
  checkField(isKnown, 'saved_view_ids', 'This Smart View does not exist');
  tableOf(call.data, memberships).update(membership, { _pinned: ids });
  return pinnedViews(membership);
}

function find(call: ApiCall): PlainRow {
  return rowOf(call, tableOf(call.data, memberships));
}

function pinnedViews({ _pinned }: PlainRow): object {
  return { saved_view_ids: _pinned ?? [] };
}

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

/** The routes of the Smart Views that a membership pins, and of several permissions to send as another user. */
export const pinningAndSendingRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/membership/{id}/pinned_views/', handle: (call) => pinnedViews(find(call)) },
  { method: 'PUT', path: '/membership/{id}/pinned_views/', handle: pin },
  { method: 'DELETE', path: '/send_as/', readsQuery: true, handle: revokeByUser },
  { method: 'POST', path: '/send_as/bulk/', handle: changePermissions },
];

function addMember(call: ApiCall): object {
  const { group, members } = membersOf(call);
  const { id: user_id } = namedRow(call, 'user_id', { table: call.data.users });
  const others = members.filter((member) => member['user_id'] !== user_id);
  tableOf(call.data, groups).update(group, { members: [...others, { user_id }] });
  return { user_id };
}

function removeMember(call: ApiCall): void {
  const { group, members } = membersOf(call);
  const rest = members.filter(({ user_id }) => user_id !== call.params['user_id']);
  if (rest.length === members.length) throw notFound();
  tableOf(call.data, groups).update(group, { members: rest });
}

function membersOf({ data, params }: ApiCall): { group: PlainRow; members: JsonObject[] } {
  const group = found(tableOf(data, groups).get(params['group_id'] ?? ''));
  return { group, members: recordsIn(group['members']) };
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
function setUnsubscribed(data: OrganizationData, email: string, is_unsubscribed: boolean): object {
  const { contacts, unsubscribed } = data;
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
  const rows = tableOf(data, sendAs).all().filter(filterTest(query, filters));
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
