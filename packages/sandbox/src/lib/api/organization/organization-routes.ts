import { recordsIn } from '../../base/is-record.ts';
import type { OrganizationData, UserRow } from '../../model/organization-data.ts';
import type { PlainRow } from '../../model/rows/record-rows.ts';
import { fullName } from '../../model/organization-data.ts';
import { rowOf, touched, notFound } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listPage, selectFields } from '../base/list-page.ts';
import { orderRows } from '../base/order-rows.ts';
import { inactiveMembershipsOf, membershipOf, memberships } from '../resources/people-routes.ts';
import { renderResource, routesOfResource, tableOf } from '../base/resource.ts';
import { pipelines, settings } from '../resources/settings.ts';

export const organizationRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/me/', handle: (call) => selectFields(renderMe(call), call.query.get('_fields')) },
  { method: 'GET', path: '/user/', handle: listUsers },
  { method: 'GET', path: '/user/{id}/', handle: (call) => ({ ...rowOf(call, call.data.users) }) },
  { method: 'GET', path: '/organization/{id}/', handle: (call) => renderOrganization(own(call)) },
  { method: 'PUT', path: '/organization/{id}/', handle: update },
  ...settings.flatMap((resource) => routesOfResource(resource)),
];

/** A token belongs to one organization, so only that one is included. */
function renderMe({ data, user }: ApiCall): object {
  const { organizations: _ids, ...profile } = user;
  const membership = membershipOf(data, user.id);
  const emailAccount = {
    _type: 'custom',
    id: user.id.replace('user_', 'emailacct_'),
    identities: [{ email: user.email, name: fullName(user) }],
    organization_id: data.organization.id,
    user_id: user.id,
  };
  return {
    ...profile,
    organizations: [summarize(data)],
    memberships: [{ ...(membership && renderResource(data, memberships, membership)) }],
    email_accounts: [emailAccount],
    phone_numbers: [],
  };
}

function listUsers(call: ApiCall): object {
  const { data, query } = call;
  const members = data.users.all().filter(({ id }) => membershipOf(data, id) !== undefined);
  const fields = {
    first_name: (user: UserRow) => user.first_name,
    last_name: (user: UserRow) => user.last_name,
  };
  const users = orderRows(members, { query, fields });
  return listPage(users, { call, render: (user) => ({ ...user }) });
}

function update(call: ApiCall): object {
  const data = own(call);
  const { lead_statuses, ...patch } = call.body;
  Object.assign(data.organization, patch, touched(call));
  for (const { id, label } of recordsIn(lead_statuses)) {
    const status = data.leadStatuses.get(String(id));
    if (status !== undefined && typeof label === 'string') data.leadStatuses.update(status, { label });
  }
  return renderOrganization(data);
}

function own({ data, id }: ApiCall): OrganizationData {
  if (data.organization.id !== id) throw notFound();
  return data;
}

function renderOrganization(data: OrganizationData): object {
  return {
    ...summarize(data),
    memberships: renderMembers(data, tableOf(data, memberships).all()),
    inactive_memberships: renderMembers(data, inactiveMembershipsOf(data).all()),
  };
}

function summarize(data: OrganizationData): object {
  const {
    organization_id: _own,
    enable_unsubscribe_link: _enables,
    require_unsubscribe_link: _requires,
    ...shown
  } = data.organization;
  return {
    ...shown,
    lead_statuses: data.leadStatuses.all().map(({ id, label }) => ({ id, label })),
    pipelines: data.pipelines.all().map((pipeline) => renderResource(data, pipelines, pipeline)),
  };
}

function renderMembers(data: OrganizationData, rows: readonly PlainRow[]): object[] {
  return rows.map((membership) => {
    const user = data.users.get(String(membership['user_id']));
    return {
      ...renderResource(data, memberships, membership),
      user_email: user?.email,
      user_first_name: user?.first_name,
      user_last_name: user?.last_name,
      user_full_name: user && fullName(user),
      user_phone: '',
    };
  });
}
