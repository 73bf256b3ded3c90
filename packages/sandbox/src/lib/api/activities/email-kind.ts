import { emailFields, emailHtml, emailPreview } from '../../model/fields/email-fields.ts';
import { fullName } from '../../model/rows/user-row.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { createOnlyFields, pickFields, sharedFields } from './activity-kind.ts';
import type { ActivityKind } from './activity-kind.ts';

const emailStatuses = ['inbox', 'draft', 'scheduled', 'outbox', 'sent', 'error'];
const updateFields = {
  ...sharedFields,
  attachments: { type: 'array', nullable: true },
  bcc: { type: 'array', nullable: true },
  body_html: { type: 'string', nullable: true },
  body_text: { type: 'string', nullable: true },
  cc: { type: 'array', nullable: true },
  email_account_id: { type: 'string', nullable: true },
  followup_date: { type: 'date', nullable: true },
  followup_sequence_add_cc_bcc: { type: 'boolean', nullable: true },
  followup_sequence_delay: { type: 'integer', nullable: true },
  followup_sequence_id: { type: 'string', nullable: true },
  in_reply_to_id: { type: 'string', nullable: true },
  opens: { type: 'array', nullable: true },
  sender: { type: 'string', nullable: true },
  subject: { type: 'string', nullable: true },
  template_id: { type: 'string', nullable: true },
  to: { type: 'array', nullable: true },
  user_id: { type: 'string', nullable: true },
} as const;

/** Emails. None is sent: an email in the outbox counts as sent. */
export const emailKind: ActivityKind = {
  type: 'Email',
  path: '/activity/email/',
  create: {
    rules: {
      closed: true,
      custom: true,
      fields: {
        ...updateFields,
        ...createOnlyFields,
        date_scheduled: { type: 'date' },
        lead_id: { type: 'string', required: true },
        send_in: { type: 'integer' },
        status: { type: emailStatuses, required: true },
      },
    },
    start,
  },
  update: {
    rules: { closed: true, custom: true, fields: { ...updateFields, status: { type: emailStatuses } } },
  },
  change: (call, own) => ({
    ...own,
    ...pickFields(call.body, ['email_account_id', 'in_reply_to_id', 'sender', 'subject', 'template_id']),
    ...readLists(call.body),
    ...readBody(call.body),
    ...readStatus(call),
  }),
};

function start({ data, user, body }: ApiCall): Record<string, unknown> {
  const original = data.activities.get(String(body['in_reply_to_id']));
  return {
    ...emailFields({ subject: '', text: '' }),
    direction: body['status'] === 'inbox' ? 'incoming' : 'outgoing',
    sender: `"${fullName(user)}" <${user.email}>`,
    thread_id: original?.own['thread_id'] ?? data.ids.id('acti_'),
  };
}

function readLists(body: ApiCall['body']): Record<string, unknown> {
  const names = ['attachments', 'bcc', 'cc', 'opens', 'to'].filter((name) => Array.isArray(body[name]));
  return pickFields(body, names);
}

/** Reads text and HTML. If one of them is missing, it is derived from the other. */
function readBody({ body_text: text, body_html: html }: ApiCall['body']): Record<string, unknown> {
  const plain =
    typeof text === 'string' ? text : typeof html === 'string' ? html.replaceAll(/<[^>]*>/g, ' ') : undefined;
  if (plain === undefined) return {};
  return {
    body_text: typeof text === 'string' ? text : plain.trim(),
    body_html: typeof html === 'string' ? html : emailHtml(plain),
    body_preview: emailPreview(plain),
  };
}

function readStatus(call: ApiCall): Record<string, unknown> {
  const { status, date_scheduled: scheduled, send_in: seconds } = call.body;
  if (typeof status !== 'string') return {};
  const isSent = status === 'outbox' || status === 'sent';
  const at =
    typeof seconds === 'number' ? timestampOf({ ...call, now: call.now + seconds * 1000 }) : scheduled;
  return {
    status: isSent ? 'sent' : status,
    ...(isSent && { date_sent: timestampOf(call) }),
    ...(status === 'scheduled' && { date_scheduled: at ?? null }),
  };
}
