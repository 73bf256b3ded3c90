import { emptyFields } from './empty-fields.ts';
import { noteHtml } from './note-fields.ts';

const previewLength = 180;
const emptyEmail = emptyFields(`
  bulk_email_action_id date_scheduled date_sent email_account_id envelope followup_sequence_delay
  followup_sequence_id in_reply_to_id opens_summary send_as_id sender sequence_id sequence_name
  sequence_subscription_id template_id template_name thread_id
`);

export function emailFields({ subject, text }: { subject: string; text: string }): Record<string, unknown> {
  return {
    ...emptyEmail,
    attachments: [],
    bcc: [],
    body_html: emailHtml(text),
    body_preview: emailPreview(text),
    body_text: text,
    cc: [],
    direction: 'outgoing',
    followup_sequence_add_cc_bcc: false,
    has_reply: false,
    message_ids: [],
    need_smtp_credentials: false,
    opens: [],
    references: [],
    send_attempts: [],
    status: 'draft',
    subject,
    to: [],
  };
}

export function emailHtml(text: string): string {
  const paragraphs = text
    .split('\n\n')
    .map((paragraph) => noteHtml(paragraph).slice('<body>'.length, -'</body>'.length));
  return `<body>${paragraphs.join('')}</body>`;
}

export function emailPreview(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, previewLength);
}
