import { emailFields, emailHtml, emailPreview, emptyFields } from '../../model/fields/message-fields.ts';
import { formatPhone, noteHtml, organizationPhone, smsFields } from '../../model/fields/message-fields.ts';
import { fullName } from '../../model/organization-data.ts';
import { timestampOf, checkField, pickFields } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readAttachments, readMedia } from './read-content.ts';

type Body = ApiCall['body'];

/** Emails, text messages, and the WhatsApp messages that integrations log. */
export const messageKinds: readonly ActivityKind[] = [
  {
    type: 'Email',
    path: '/activity/email/',
    start: ({ data, user, body }) => ({
      ...emailFields({ subject: '', text: '' }),
      direction: body['status'] === 'inbox' ? 'incoming' : 'outgoing',
      sender: body['status'] === 'sent' ? `"${fullName(user)}" <${user.email}>` : null,
      thread_id:
        data.activities.get(String(body['in_reply_to_id']))?.own['thread_id'] ?? data.ids.id('acti_'),
    }),
    copied: 'email_account_id in_reply_to_id sender subject template_id',
    change: (call, own) => {
      checkSender(call.body, own);
      const lists = ['bcc', 'cc', 'opens', 'to'].filter((name) => Array.isArray(call.body[name]));
      return {
        ...pickFields(call.body, lists),
        ...readAttachments(call),
        ...readText(call.body),
        ...readStatus(call),
      };
    },
  },
  {
    type: 'SMS',
    path: '/activity/sms/',
    start: ({ data, body }) => {
      const [phone] = data.contacts.get(String(body['contact_id']))?.phones ?? [];
      const direction = body['status'] === 'inbox' ? 'inbound' : 'outbound';
      return { ...smsFields({ phone: phone?.phone ?? null, text: '' }), direction };
    },
    copied: 'source template_id text',
    change: (call) => ({
      ...(typeof call.body['direction'] === 'string' && { direction: call.body['direction'] }),
      ...readNumbers(call.body),
      ...readMedia(call),
      ...readStatus(call),
    }),
  },
  {
    type: 'WhatsAppMessage',
    path: '/activity/whatsapp_message/',
    start: ({ body }) => ({
      ...emptyFields('integration_link integration_name response_to_id'),
      attachments: [],
      external_whatsapp_message_id: body['external_whatsapp_message_id'],
      local_phone: organizationPhone,
      source: 'api',
    }),
    copied: 'direction integration_link response_to_id',
    change: (call) => ({
      ...readAttachments(call),
      ...readNumbers(call.body),
      ...readMarkdown(call.body),
    }),
  },
];

/** Since 17 December 2025 Close requires a sender in all statuses but `draft` and `sent`. */
function checkSender({ status, ...body }: Body, own: Body): void {
  const { sender = own['sender'] } = body;
  const needsSender = ['inbox', 'scheduled', 'outbox', 'error'].includes(String(status));
  const message = `Field required for the status ${String(status)}`;
  checkField(!needsSender || typeof sender === 'string', 'sender', message);
}

/** Reads text and HTML. If one of them is missing, it is derived from the other. */
function readText({ body_text: text, body_html: html }: Body): object {
  const ofHtml = typeof html === 'string' ? html.replaceAll(/<[^>]*>/g, ' ') : undefined;
  const plain = typeof text === 'string' ? text : ofHtml;
  if (plain === undefined) return {};
  return {
    body_text: typeof text === 'string' ? text : plain.trim(),
    body_html: typeof html === 'string' ? html : emailHtml(plain),
    body_preview: emailPreview(plain),
  };
}

/** Reads the status of an email or text message. None is sent: one in the outbox counts as sent. */
function readStatus(call: ApiCall): object {
  const { status, date_scheduled: date, send_in: seconds } = call.body;
  const isSent = status === 'outbox' || status === 'sent';
  const scheduled = typeof seconds === 'number' ? timestampOf({ now: call.now + seconds * 1000 }) : date;
  return {
    ...(scheduled !== undefined && { date_scheduled: scheduled }),
    ...(status !== undefined && { status: isSent ? 'sent' : status }),
    ...(isSent && { date_sent: timestampOf(call) }),
  };
}

function readNumbers(body: Body): object {
  const numbers = ['local_phone', 'remote_phone'].flatMap((name) => {
    const phone = body[name];
    return typeof phone === 'string' ? [{ [name]: phone, [`${name}_formatted`]: formatPhone(phone) }] : [];
  });
  return Object.assign({}, ...numbers);
}

function readMarkdown({ message_markdown: text }: Body): object {
  return typeof text === 'string' ? { message_markdown: text, message_html: noteHtml(text), text } : {};
}
