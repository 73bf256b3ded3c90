import { formatPhone, organizationPhone } from '../../model/fields/message-fields.ts';
import { fullName } from '../../model/organization-data.ts';
import type { Resource } from '../base/resource.ts';
import { withoutOffset } from '../../model/close-timestamp.ts';
import { timestampOf, ApiRefusal } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { createRow, renderResource, tableOf } from '../base/resource.ts';

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
  derived: (_data, { number, forward_to: phone }) => ({
    number_formatted: formatPhone(String(number)),
    forward_to_formatted: typeof phone === 'string' ? formatPhone(phone) : null,
  }),
  defaults: { last_billed_price: null, next_billing_on: null, supports_mms_to_countries: ['US', 'CA'] },
  seed: ({ users }) => {
    const participants = users.all().map(({ id }) => id);
    const [user_id = null] = participants;
    const shared = { label: 'Main line', is_group_number: true, user_id: null, participants };
    return [
      { number: organizationPhone, ...shared },
      { number: '+15035550101', label: 'Direct', user_id, participants: [] },
    ];
  },
};

export const sendAs: Resource = { path: '/send_as/' };

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

export const phoneNumberRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/phone_number/request/internal/', handle: rent },
  { method: 'GET', path: '/blocked_phone_number/settings/', handle: ({ data }) => data.callBlocking },
  {
    method: 'PUT',
    path: '/blocked_phone_number/settings/',
    handle: ({ data, body }) => Object.assign(data.callBlocking, body),
  },
];

function rent(call: ApiCall): object {
  const { data, body, user } = call;
  if (body['country'] !== 'US')
    throw new ApiRefusal(400, {
      status: 'needs-more-info',
      error: 'The sandbox rents numbers of the US only.',
    });
  const rented = tableOf(data, phoneNumbers).all();
  const prefix = typeof body['prefix'] === 'string' ? body['prefix'] : '';
  const number = fictionalNumbers(prefix).find(
    (one) => one.startsWith(`+1${prefix}`) && rented.every((row) => row['number'] !== one),
  );
  if (number === undefined)
    throw new ApiRefusal(400, { status: 'error', error: 'No number with this prefix is available.' });
  const isGroup = body['sharing'] === 'group';
  const now = withoutOffset(timestampOf(call));
  const row = createRow(call, phoneNumbers, {
    number,
    country: 'US',
    label: formatPhone(number),
    carrier_type: body['carrier_type'] ?? 'local',
    bundle_id: body['bundle_id'] ?? null,
    is_group_number: isGroup,
    user_id: isGroup ? null : user.id,
    mms_enabled: body['with_mms'] !== false,
    sms_enabled: body['with_sms'] !== false,
    date_created: now,
    date_updated: now,
  });
  return renderResource(data, phoneNumbers, row);
}

/** The numbers of an area that are reserved for fiction: `+1`, an area code, and 555-0100 to 555-0199. */
function fictionalNumbers(prefix: string): string[] {
  const area = prefix.slice(0, 3).padEnd(3, '503'.slice(prefix.length));
  return Array.from({ length: 100 }, (_empty, index) => `+1${area}55501${String(index).padStart(2, '0')}`);
}
