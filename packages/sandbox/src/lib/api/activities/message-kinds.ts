import { formatPhone, organizationPhone } from '../../model/fields/call-fields.ts';
import { noteHtml } from '../../model/fields/note-fields.ts';
import { smsFields } from '../../model/fields/sms-fields.ts';
import type { ApiCall } from '../base/api-call.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readAttachments, readMedia } from './read-attachments.ts';
import { readMessageStatus } from './read-message-status.ts';

/** Text messages. None is sent: a message in the outbox counts as sent. */
export const smsKind: ActivityKind = {
  type: 'SMS',
  path: '/activity/sms/',
  start: (call) => ({
    ...smsFields({ phone: phoneOfContact(call), text: '' }),
    direction: call.body['status'] === 'inbox' ? 'inbound' : 'outbound',
  }),
  isEditable: true,
  change: (call, own) => ({
    ...own,
    ...pickFields(call.body, ['source', 'template_id', 'text']),
    ...(typeof call.body['direction'] === 'string' && { direction: call.body['direction'] }),
    ...readNumbers(call.body),
    ...readMedia(call),
    ...readMessageStatus(call),
  }),
};

function phoneOfContact({ data, body }: ApiCall): string | null {
  return data.contacts.get(String(body['contact_id']))?.phones[0]?.phone ?? null;
}

function readNumbers(body: ApiCall['body']): Record<string, unknown> {
  return Object.fromEntries(
    ['local_phone', 'remote_phone'].flatMap((name) => {
      const phone = body[name];
      if (typeof phone !== 'string') return [];
      return [
        [name, phone],
        [`${name}_formatted`, formatPhone(phone)],
      ];
    }),
  );
}

/** WhatsApp messages, which integrations log. */
export const whatsappKind: ActivityKind = {
  type: 'WhatsAppMessage',
  path: '/activity/whatsapp_message/',
  start: ({ body }) => ({
    attachments: [],
    external_whatsapp_message_id: body['external_whatsapp_message_id'],
    integration_link: null,
    integration_name: null,
    local_phone: organizationPhone,
    response_to_id: null,
    source: 'api',
  }),
  isEditable: true,
  change: ({ body, data }, own) => ({
    ...own,
    ...pickFields(body, ['direction', 'integration_link', 'response_to_id']),
    ...readAttachments({ body, data }),
    ...readNumbers(body),
    ...(typeof body['message_markdown'] === 'string' && {
      message_markdown: body['message_markdown'],
      message_html: noteHtml(body['message_markdown']),
      text: body['message_markdown'],
    }),
  }),
};
