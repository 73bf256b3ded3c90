import { formatPhone, organizationPhone } from '../../model/fields/call-fields.ts';
import { fullName } from '../../model/rows/user-row.ts';
import { checkField } from '../base/check-body.ts';
import { createdBy, organizationOnly } from './authoring.ts';
import type { Resource } from './resource.ts';

/** Groups of users. Their members are returned only when `_fields` names them. */
export const groups: Resource = {
  path: '/group/',
  prefix: 'group_',
  authoring: organizationOnly,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  removedStatus: 204,
  hidden: ['members'],
  fields: { name: { type: 'string', required: true } },
  defaults: () => ({ members: [] }),
  seed: ({ users }) => {
    const members = users.all().map(({ id }) => ({ user_id: id }));
    return [
      { name: 'Sales', members },
      { name: 'Support', members: members.slice(1, 3) },
    ];
  },
};

/** Roles: the built-in ones and two custom ones. */
export const roles: Resource = {
  path: '/role/',
  prefix: 'role_',
  authoring: organizationOnly,
  operations: ['get', 'create', 'update', 'delete'],
  createdStatus: 201,
  isClosed: false,
  fields: {
    name: { type: 'string' },
    permissions: { type: 'array' },
    visibility_user_lcf_behavior: { type: ['require_assignment', 'allow_unassigned'] },
    visibility_user_lcf_ids: { type: 'array' },
  },
  required: ['name', 'permissions'],
  defaults: () => ({ editable: true, visibility_user_lcf_behavior: null, visibility_user_lcf_ids: null }),
  seed: () => [
    { name: 'Head of Sales', permissions: ['manage_customizations', ...salesPermissions] },
    { name: 'Sales', permissions: salesPermissions },
    {
      id: 'admin',
      editable: false,
      name: 'Admin',
      permissions: ['manage_organization', 'bulk_delete', ...salesPermissions],
    },
    {
      id: 'superuser',
      editable: false,
      name: 'Super User',
      permissions: ['manage_customizations', ...salesPermissions],
    },
    { id: 'user', editable: false, name: 'User', permissions: ['export', 'view_all_leads'] },
    { id: 'restricteduser', editable: false, name: 'Restricted User', permissions: ['view_all_leads'] },
  ],
};

const salesPermissions = ['bulk_edit', 'export', 'view_all_leads'];

/** Phone numbers, all reserved for fiction. None can be rented. */
export const phoneNumbers: Resource = {
  path: '/phone_number/',
  prefix: 'phon_',
  authoring: createdBy,
  operations: ['get', 'update', 'delete'],
  fields: {
    forward_to: { type: 'string' },
    forward_to_enabled: { type: 'boolean' },
    inbound_ring_duration: { type: 'integer' },
    label: { type: 'string' },
    participants: { type: 'array' },
    phone_numbers: { type: 'array' },
    press_1_to_accept: { type: 'boolean' },
    voicemail_greeting_url: { type: 'string', nullable: true },
  },
  filters: ['number', 'user_id', 'is_group_number'],
  seed: ({ users }) => {
    const [first] = users.all();
    return [
      {
        ...phoneNumber(organizationPhone),
        label: 'Main line',
        is_group_number: true,
        user_id: null,
        participants: users.all().map(({ id }) => id),
      },
      { ...phoneNumber('+15035550101'), label: 'Direct', is_group_number: false, user_id: first?.id ?? null },
    ];
  },
};

function phoneNumber(number: string): object {
  return {
    address_id: null,
    bundle_id: null,
    carrier: 'twilio',
    carrier_type: 'local',
    country: 'US',
    forward_to: null,
    forward_to_enabled: false,
    forward_to_formatted: null,
    inbound_ring_duration: 30,
    is_premium: false,
    is_verified: true,
    last_billed_price: null,
    mms_enabled: true,
    next_billing_on: null,
    number,
    number_formatted: formatPhone(number),
    press_1_to_accept: false,
    sms_enabled: true,
    supports_mms_to_countries: ['US', 'CA'],
    supports_sms_to_countries: ['US', 'CA'],
    type: 'internal',
    voicemail_greeting_url: null,
    was_ported: false,
  };
}

/** Permissions to send as another user. */
export const sendAs: Resource = {
  path: '/send_as/',
  prefix: 'sdas_',
  authoring: organizationOnly,
  operations: ['get', 'create', 'delete'],
  createdStatus: 201,
  removedStatus: 204,
  isClosed: false,
  createFields: { allowed_user_id: { type: 'string' }, allowing_user_id: { type: 'string' } },
  required: ['allowed_user_id', 'allowing_user_id'],
  filters: ['allowed_user_id', 'allowing_user_id'],
  check: ({ data, body }) => {
    for (const name of ['allowed_user_id', 'allowing_user_id']) {
      checkField(data.users.get(String(body[name])) !== undefined, name, 'This user does not exist');
    }
  },
};

/** Email accounts, one per user. */
export const connectedAccounts: Resource = {
  path: '/connected_account/',
  prefix: 'emailacct_',
  authoring: organizationOnly,
  operations: ['get'],
  filters: ['_type', 'user_id'],
  seed: ({ users }) =>
    users.all().map((user) => ({
      id: user.id.replace('user_', 'emailacct_'),
      _type: 'custom_email',
      email: user.email,
      identities: [{ email: user.email, name: fullName(user) }],
      user_id: user.id,
    })),
};
