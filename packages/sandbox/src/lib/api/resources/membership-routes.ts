import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { Table } from '../../model/table.ts';
import { newUserRow } from '../../model/rows/user-row.ts';
import type { UserRow } from '../../model/rows/user-row.ts';
import { rowOf, timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { plainTable } from '../base/plain-table.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { membershipOf } from './member-routes.ts';
import { memberships, roles } from './people-resources.ts';
import { createRow, renderResource, tableOf } from './resource.ts';
import { smartViews } from './work-resources.ts';

/** Memberships: create and delete, and their pinned Smart Views. */
export const membershipRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/membership/', handle: create },
  { method: 'DELETE', path: '/membership/{id}/', handle: remove },
  { method: 'GET', path: '/membership/{id}/pinned_views/', handle: (call) => pinnedViews(find(call)) },
  { method: 'PUT', path: '/membership/{id}/pinned_views/', handle: pin },
];

/** The memberships that were deleted. */
export function inactiveMembershipsOf(data: OrganizationData): Table<PlainRow> {
  return plainTable(data, 'inactive memberships');
}

/** Adds a user by email address. The sandbox has no verified domains: it takes every address. */
function create(call: ApiCall): object {
  const { data, body } = call;
  const { email, role_id } = body;
  checkField(tableOf(data, roles).get(String(role_id)) !== undefined, 'role_id', 'This role does not exist');
  const known = data.users.all().find((user) => user.email === email);
  const isMember = known !== undefined && membershipOf(data, known.id) !== undefined;
  checkField(!isMember, 'email', 'This user is already a member');
  const user = known ?? addUser(call, String(email));
  return renderResource(data, memberships, createRow(call, memberships, { user_id: user.id, role_id }));
}

function addUser(call: ApiCall, email: string): UserRow {
  const { data } = call;
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

/** The user stays known: records keep naming them. */
function remove(call: ApiCall): void {
  const membership = find(call);
  if (membership['user_id'] === call.user.id)
    refuseNotUnderstood(call, { field: 'id', message: 'The sandbox does not delete your own membership.' });
  tableOf(call.data, memberships).remove(membership);
  inactiveMembershipsOf(call.data).add(membership);
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
