import { seedOriginOf } from '../../model/origins.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import { rowOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { refuseUnread } from '../base/tracked-query.ts';
import { organizationOnly } from './authoring.ts';
import { groups, roles } from './people-resources.ts';
import { tableOf } from './resource.ts';
import type { Resource } from './resource.ts';

const memberships: Resource = {
  path: '/membership/',
  prefix: 'memb_',
  authoring: organizationOnly,
  operations: [],
  seed: (data) =>
    data.users.all().map((user, index) => ({
      id: `memb_${user.id.slice(5, 26)}${data.organization.id.slice(5, 27)}`,
      user_id: user.id,
      role_id: seedOriginOf(data, roles.prefix, index === 0 ? 0 : 1).id,
      permissions_granted: [],
      auto_record_calls: 'unset',
      primary_personal_number: null,
      track_email_opens: true,
    })),
};

/** The routes of memberships, group members and user availability. */
export const memberRoutes: readonly ApiRoute[] = [
  { method: 'PUT', path: '/membership/', readsQuery: true, handle: updateMany },
  { method: 'PUT', path: '/membership/{id}/', handle: update },
  { method: 'POST', path: '/group/{group_id}/member/', status: 201, handle: addMember },
  { method: 'DELETE', path: '/group/{group_id}/member/{user_id}/', status: 204, handle: removeMember },
  {
    method: 'GET',
    path: '/user/availability/',
    handle: ({ data }) => ({ data: data.users.all().map(({ id }) => ({ user_id: id, availability: [] })) }),
  },
];

/** The membership of a user. */
export function membershipOf(data: OrganizationData, userId: string): PlainRow | undefined {
  return tableOf(data, memberships)
    .all()
    .find((membership) => membership['user_id'] === userId);
}

function update(call: ApiCall): object {
  const membership = rowOf(call, tableOf(call.data, memberships));
  tableOf(call.data, memberships).update(membership, { ...call.body });
  return membership;
}

/** Updates the memberships named by `id__in`. */
function updateMany(call: ApiCall): object {
  const ids = (call.query.get('id__in') ?? '').split(',');
  refuseUnread(call);
  const table = tableOf(call.data, memberships);
  for (const membership of table.all()) if (ids.includes(membership.id)) table.update(membership, call.body);
  return {};
}

function addMember(call: ApiCall): object {
  const { group, members } = membersOf(call);
  const { user_id } = call.body;
  checkField(call.data.users.get(String(user_id)) !== undefined, 'user_id', 'This user does not exist');
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
  const group = tableOf(data, groups).get(params['group_id'] ?? '');
  if (group === undefined) throw notFound();
  const members: unknown = group['members'];
  return { group, members: Array.isArray(members) ? members : [] };
}
