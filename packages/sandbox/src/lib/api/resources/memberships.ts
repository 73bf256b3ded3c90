import type { OrganizationData } from '../../model/organization-data.ts';
import { seedOriginOf } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { newUserRow } from '../../model/rows/user-row.ts';
import type { UserRow } from '../../model/rows/user-row.ts';
import type { Table } from '../../model/table.ts';
import { rowOf, timestampOf, plainTable } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField, namedRow, refuseNotUnderstood } from '../base/api-refusal.ts';
import { refuseUnread } from '../base/read-request.ts';
import { roles } from './people-resources.ts';
import { tableOf } from './resource.ts';
import type { Resource } from './resource.ts';
import { smartViews } from './work-resources.ts';

/** The memberships of the users. A deleted one is inactive; its user stays, since records name the user. */
export const memberships: Resource = {
  path: '/membership/',
  unwritten: ['email'],
  values: (call, row) => {
    if (row === undefined || typeof call.body['role_id'] === 'string') findRole(call);
    return row === undefined ? { user_id: invite(call).id } : {};
  },
  checkRemoval: (call, { user_id }) => {
    const message = 'The sandbox does not delete your own membership.';
    if (user_id === call.user.id) refuseNotUnderstood(call, { field: 'id', message });
  },
  after: ({ data }, membership) => {
    const isRemoved = tableOf(data, memberships).get(membership.id) === undefined;
    if (isRemoved) inactiveMembershipsOf(data).add(membership);
  },
  seed: ({ users, organization }) =>
    users.all().map((user, index) => ({
      id: `memb_${user.id.slice(5, 26)}${organization.id.slice(5, 27)}`,
      user_id: user.id,
      role_id: seedOriginOf({ organization }, 'role_', index === 0 ? 0 : 1).id,
    })),
};

/** The routes of the Smart Views that a membership pins. */
export const pinnedViewRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/membership/{id}/pinned_views/', handle: (call) => pinnedViews(find(call)) },
  { method: 'PUT', path: '/membership/{id}/pinned_views/', handle: pin },
];

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
  const [first = '', last = ''] = (email.split('@')[0] ?? '').split('.').map(capitalize);
  // Seeded memberships are those of the users at the start.
  tableOf(data, memberships);
  const user = { ...newUserRow(data.ids, [first, last], timestampOf(call)), email };
  user.organizations.push(data.organization.id);
  return data.users.add(user);
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Updates the memberships that the query names. */
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
