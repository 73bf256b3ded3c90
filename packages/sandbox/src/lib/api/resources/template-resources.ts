import { withoutOffset } from '../../model/close-timestamp.ts';
import { seedOriginOf } from '../../model/origins.ts';
import { createdById, createdBy } from './authoring.ts';
import type { Resource } from './resource.ts';

/** Email templates. */
export const emailTemplates: Resource = {
  path: '/email_template/',
  prefix: 'tmpl_',
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  isClosed: false,
  fields: {
    attachments: { type: 'array' },
    body: { type: 'string' },
    is_shared: { type: 'boolean' },
    name: { type: 'string' },
    subject: { type: 'string' },
  },
  defaults: () => ({ attachments: [], body: '', is_archived: false, is_shared: true, name: '', subject: '' }),
  filters: ['is_archived', 'is_shared'],
  seed: () => [
    {
      name: 'First contact',
      subject: 'A question about {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Who takes care of supplies at {{ lead.display_name }}? A short call is all I ask for.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Quote follow-up',
      subject: 'Your quote',
      body: '<p>Hi {{ contact.first_name }},</p><p>Did you have a moment to look at the quote? It is valid until the end of the month.</p><p>{{ user.first_name }}</p>',
    },
    {
      name: 'Welcome',
      subject: 'Welcome, {{ lead.display_name }}',
      body: '<p>Hi {{ contact.first_name }},</p><p>Good to have you. Here is who to call, and what happens next.</p><p>{{ user.first_name }}</p>',
    },
    { name: 'Old price list', subject: 'Our prices', body: '<p>Attached.</p>', is_archived: true },
  ],
};

/** SMS templates. */
export const smsTemplates: Resource = {
  path: '/sms_template/',
  prefix: 'smstmpl_',
  hasBareDates: true,
  authoring: createdBy,
  operations: ['get', 'create', 'update', 'delete'],
  isClosed: false,
  createdStatus: 201,
  removedStatus: 204,
  fields: {
    attachments: { type: 'array' },
    is_shared: { type: 'boolean' },
    name: { type: 'string' },
    status: { type: ['active', 'archived'] },
    text: { type: 'string' },
  },
  required: ['name'],
  defaults: ({ userId }) => ({ is_shared: true, owned_by: userId, status: 'active', text: '' }),
  seed: () => [
    { name: 'Running late', text: 'Running ten minutes late, sorry! {{ user.first_name }}' },
    { name: 'Delivery today', text: 'Your delivery is on its way and will be there by noon.' },
  ],
};

/** Sequences of emails and calls, read-only. */
export const sequences: Resource = {
  path: '/sequence/',
  prefix: 'seq_',
  hasBareDates: true,
  authoring: createdById,
  operations: ['get'],
  seed: (data) => {
    const { id: _id, organizationId: _organization, ...by } = seedOriginOf(data, '', 0);
    const authors = {
      created_by_id: by.userId,
      updated_by_id: by.userId,
      date_created: withoutOffset(by.at),
      date_updated: withoutOffset(by.at),
    };
    const step = (index: number, type: 'email' | 'call', days: number): object => ({
      id: seedOriginOf(data, 'seqstep_', index).id,
      ...authors,
      step_type: type,
      delay: days * 86_400,
      email_template_id: type === 'email' ? seedOriginOf(data, emailTemplates.prefix, index % 3).id : null,
      required: true,
      step_allowed_delay: null,
      threading: type === 'email' ? (index % 3 === 0 ? 'new_thread' : 'old_thread') : null,
    });
    const common = { schedule: null, timezone: 'America/Los_Angeles' };
    return [
      {
        ...common,
        name: 'New enquiries',
        status: 'active',
        steps: [step(0, 'email', 0), step(1, 'email', 3), step(2, 'call', 5)],
      },
      {
        ...common,
        name: 'Wake-up call',
        status: 'paused',
        steps: [step(3, 'email', 0), step(4, 'call', 14)],
      },
    ];
  },
};

/** Subscriptions of contacts to sequences. Always empty. */
export const sequenceSubscriptions: Resource = {
  path: '/sequence_subscription/',
  prefix: 'sub_',
  hasBareDates: true,
  authoring: createdById,
  operations: [],
};
