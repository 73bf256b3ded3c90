import { formatPhone, organizationPhone } from '../../model/fields/message-fields.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { Resource } from './resource.ts';

/** Groups of users. Their members are returned only when `_fields` names them. */
export const groups: Resource = {
  path: '/group/',
  event: 'group',
  hidden: ({ query }) => (query.has('_fields') ? [] : ['members']),
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
    const shared = { label: 'Main line', is_group_number: true, user_id: null, participants };
    return [
      { ...numberFields(organizationPhone), ...shared },
      { ...numberFields('+15035550101'), label: 'Direct', user_id, participants: [] },
    ];
  },
};

/** A phone number as it is stored. */
export function numberFields(phone: string): object {
  return { number: phone, number_formatted: formatPhone(phone) };
}

export const sendAs: Resource = { path: '/send_as/' };

/** Email accounts, one per user. */
const connectedAccounts: Resource = {
  path: '/connected_account/',
  seed: ({ users }) =>
    users.all().map((user) => ({
      id: user.id.replace('user_', 'emailacct_'),
      email: user.email,
      identities: [{ email: user.email, name: fullName(user) }],
      user_id: user.id,
    })),
};

export const peopleResources: readonly Resource[] = [groups, roles, phoneNumbers, sendAs, connectedAccounts];
