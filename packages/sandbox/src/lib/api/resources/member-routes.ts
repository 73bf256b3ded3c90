import type { OrganizationData } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/plain-row.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { notFound } from '../base/api-refusal.ts';
import { checkField } from '../base/check-body.ts';
import { refuseUnread } from '../base/tracked-query.ts';
import { groups, memberships } from './people-resources.ts';
import { tableOf } from './resource.ts';

/** The routes of many memberships, of group members and of user availability. */
export const memberRoutes: readonly ApiRoute[] = [
  { method: 'PUT', path: '/membership/', readsQuery: true, handle: updateMany },
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

/** Updates the memberships named by `id__in`. */
function updateMany(call: ApiCall): object {
  const ids = (call.query.get('id__in') ?? '').split(',');
  refuseUnread(call);
  memberships.values?.(call, undefined);
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
