import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { renderMembership, renderOrganizationSummary } from './render-organization.ts';
import { selectFields } from '../base/select-fields.ts';

/** The authenticated user. */
export const meRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/me/', handle: (call) => selectFields(renderMe(call), call.query.get('_fields')) },
];

/** A token belongs to one organization, so only that one is included. */
function renderMe({ data, user }: ApiCall): object {
  const { organizations: _ids, ...profile } = user;
  return {
    ...profile,
    organizations: [renderOrganizationSummary(data)],
    memberships: [renderMembership(data, user)],
    email_accounts: [renderEmailAccount(data, user)],
    phone_numbers: [],
  };
}

function renderEmailAccount(data: OrganizationData, user: ApiCall['user']): object {
  return {
    _type: 'custom',
    id: user.id.replace('user_', 'emailacct_'),
    identities: [{ email: user.email, name: `${user.first_name} ${user.last_name}` }],
    organization_id: data.organization.id,
    user_id: user.id,
  };
}
