import { noteHtml } from './note-fields.ts';

const previewLength = 180;

/** The email-specific fields of a draft with a subject and a text. */
export function emailFields({ subject, text }: { subject: string; text: string }): Record<string, unknown> {
  return {
    attachments: [],
    bcc: [],
    body_html: emailHtml(text),
    body_preview: emailPreview(text),
    body_text: text,
    bulk_email_action_id: null,
    cc: [],
    date_scheduled: null,
    date_sent: null,
    direction: 'outgoing',
    email_account_id: null,
    envelope: null,
    followup_sequence_add_cc_bcc: false,
    followup_sequence_delay: null,
    followup_sequence_id: null,
    has_reply: false,
    in_reply_to_id: null,
    message_ids: [],
    need_smtp_credentials: false,
    opens: [],
    opens_summary: null,
    references: [],
    send_as_id: null,
    send_attempts: [],
    sender: null,
    sequence_id: null,
    sequence_name: null,
    sequence_subscription_id: null,
    status: 'draft',
    subject,
    template_id: null,
    template_name: null,
    thread_id: null,
    to: [],
  };
}

/** Converts the text of an email to HTML paragraphs. */
export function emailHtml(text: string): string {
  const paragraphs = text
    .split('\n\n')
    .map((paragraph) => noteHtml(paragraph).slice('<body>'.length, -'</body>'.length));
  return `<body>${paragraphs.join('')}</body>`;
}

/** The start of an email on one line. */
export function emailPreview(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, previewLength);
}
