import { formatPhone, organizationPhone } from '../../model/fields/call-fields.ts';
import { seedOriginOf } from '../../model/origins.ts';
import { fullName } from '../../model/rows/user-row.ts';
import { checkField } from '../base/check-body.ts';
import { tableOf } from './resource.ts';
import type { Resource } from './resource.ts';

/** Groups of users. Their members are returned only when `_fields` names them. */
export const groups: Resource = {
  path: '/group/',
  event: 'group',
  hidden: ['members'],
  defaults: { members: [] },
  seed: ({ users }) => {
    const members = users.all().map(({ id }) => ({ user_id: id }));
    return [
      { name: 'Sales', members },
      { name: 'Support', members: members.slice(1, 3) },
    ];
  },
};

const salesPermissions = ['bulk_edit', 'export', 'view_all_leads'];

/** Roles: the built-in ones and two custom ones. */
export const roles: Resource = {
  path: '/role/',
  seed: () => [
    { name: 'Head of Sales', permissions: ['manage_customizations', ...salesPermissions] },
    { name: 'Sales', permissions: salesPermissions },
    builtIn('admin', 'Admin', ['manage_organization', 'bulk_delete', ...salesPermissions]),
    builtIn('superuser', 'Super User', ['manage_customizations', ...salesPermissions]),
    builtIn('user', 'User', ['export', 'view_all_leads']),
    builtIn('restricteduser', 'Restricted User', ['view_all_leads']),
  ],
};

function builtIn(id: string, name: string, permissions: readonly string[]): object {
  return { id, name, permissions, editable: false };
}

/** The memberships of the users. */
export const memberships: Resource = {
  path: '/membership/',
  without: ['create', 'delete'],
  values: ({ data, body: { role_id: id } }) => {
    const isRole = typeof id !== 'string' || tableOf(data, roles).get(id) !== undefined;
    checkField(isRole, 'role_id', 'This role does not exist');
    return {};
  },
  seed: ({ users, organization }) =>
    users.all().map((user, index) => ({
      id: `memb_${user.id.slice(5, 26)}${organization.id.slice(5, 27)}`,
      user_id: user.id,
      role_id: seedOriginOf({ organization }, 'role_', index === 0 ? 0 : 1).id,
    })),
};

/** Phone numbers, all reserved for fiction. */
export const phoneNumbers: Resource = {
  path: '/phone_number/',
  event: 'phone_number',
  filters: { participant_user_id: ({ participants }) => participants },
  derived: (_data, { forward_to: phone }) => ({
    forward_to_formatted: typeof phone === 'string' ? formatPhone(phone) : null,
  }),
  defaults: { last_billed_price: null, next_billing_on: null, supports_mms_to_countries: ['US', 'CA'] },
  seed: ({ users }) => {
    const participants = users.all().map(({ id }) => id);
    const [user_id = null] = participants;
    return [
      {
        ...numberFields(organizationPhone),
        label: 'Main line',
        is_group_number: true,
        user_id: null,
        participants,
      },
      { ...numberFields('+15035550101'), label: 'Direct', user_id, participants: [] },
    ];
  },
};

/** A phone number as it is stored. */
export function numberFields(phone: string): object {
  return { number: phone, number_formatted: formatPhone(phone) };
}

/** Permissions to send as another user. */
export const sendAs: Resource = { path: '/send_as/' };

/** Email accounts, one per user. */
export const connectedAccounts: Resource = {
  path: '/connected_account/',
  seed: ({ users }) =>
    users.all().map((user) => ({
      id: user.id.replace('user_', 'emailacct_'),
      email: user.email,
      identities: [{ email: user.email, name: fullName(user) }],
      user_id: user.id,
    })),
};
