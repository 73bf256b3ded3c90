import { emailFields, emailHtml, emailPreview } from '../../model/fields/email-fields.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readAttachments } from './read-attachments.ts';
import { readMessageStatus } from './read-message-status.ts';

/** Emails. None is sent: an email in the outbox counts as sent. */
export const emailKind: ActivityKind = {
  type: 'Email',
  path: '/activity/email/',
  start,
  isEditable: true,
  change: (call, own) => {
    checkSender(call.body, own);
    return { ...own, ...readChanges(call) };
  },
};

function readChanges(call: ApiCall): Record<string, unknown> {
  return {
    ...pickFields(call.body, ['email_account_id', 'in_reply_to_id', 'sender', 'subject', 'template_id']),
    ...readLists(call.body),
    ...readAttachments(call),
    ...readBody(call.body),
    ...readMessageStatus(call),
  };
}

/** Since 17 December 2025 Close requires a sender in all statuses but `draft` and `sent`. */
function checkSender(body: ApiCall['body'], own: Record<string, unknown>): void {
  const { status, sender = own['sender'] } = body;
  checkField(
    !senderStatuses.has(status) || typeof sender === 'string',
    'sender',
    `Field required for the status ${String(status)}`,
  );
}

const senderStatuses: ReadonlySet<unknown> = new Set(['inbox', 'scheduled', 'outbox', 'error']);

function start({ data, user, body }: ApiCall): Record<string, unknown> {
  const original = data.activities.get(String(body['in_reply_to_id']));
  return {
    ...emailFields({ subject: '', text: '' }),
    direction: body['status'] === 'inbox' ? 'incoming' : 'outgoing',
    sender: body['status'] === 'sent' ? `"${fullName(user)}" <${user.email}>` : null,
    thread_id: original?.own['thread_id'] ?? data.ids.id('acti_'),
  };
}

function readLists(body: ApiCall['body']): Record<string, unknown> {
  const names = ['bcc', 'cc', 'opens', 'to'].filter((name) => Array.isArray(body[name]));
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
