/** Fields from a text with their names. Default: they are `null`. */
export function emptyFields(names: string, create = (): unknown => null): Record<string, unknown> {
  const list = names.trim().split(/\s+/);
  return Object.fromEntries(list.map((name) => [name, create()]));
}

export function noteFields(text: string): Record<string, unknown> {
  return {
    note: text,
    note_html: noteHtml(text),
    ...emptyFields('note_mentions attachments', () => []),
    title: null,
    pinned_at: null,
    pinned: false,
    source: 'ui',
  };
}

export function noteHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return text === '' ? '' : `<body><p>${escaped}</p></body>`;
}

const previewLength = 180;
const emptyEmail = emptyFields(`
  bulk_email_action_id date_scheduled date_sent email_account_id envelope followup_sequence_delay
  followup_sequence_id in_reply_to_id opens_summary send_as_id sender sequence_id sequence_name
  sequence_subscription_id template_id template_name thread_id
`);
const emailFlags = emptyFields('followup_sequence_add_cc_bcc has_reply need_smtp_credentials', () => false);

export function emailFields({ subject, text }: { subject: string; text: string }): Record<string, unknown> {
  return {
    ...emptyEmail,
    ...emailFlags,
    ...emptyFields('attachments bcc cc message_ids opens references send_attempts to', () => []),
    body_html: emailHtml(text),
    body_preview: emailPreview(text),
    body_text: text,
    direction: 'outgoing',
    status: 'draft',
    subject,
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

const emptyCall = emptyFields(`
  cost date_answered dialer_id dialer_saved_search_id disposition forwarded_to outcome_id recording_expires_at
  recording_url sequence_id sequence_name sequence_subscription_id transferred_from transferred_from_user_id
  transferred_to transferred_to_user_id voicemail_url
`);
const callFlags = emptyFields('has_recording is_forwarded is_joinable is_to_group_number', () => false);

export function callFields(phone: string | null, note = ''): Record<string, unknown> {
  return {
    ...emptyCall,
    ...callFlags,
    call_method: 'regular',
    coach_legs: [],
    direction: 'outbound',
    duration: 0,
    note,
    note_html: noteHtml(note),
    ...(phone !== null && phoneFields(phone)),
    source: 'External',
    status: 'completed',
    voicemail_duration: 0,
  };
}

/** The phone number of the organization, reserved for fiction. */
export const organizationPhone = '+15035550100';

export function phoneFields(phone: string): Record<string, unknown> {
  return {
    phone,
    local_country_iso: 'US',
    local_phone: organizationPhone,
    local_phone_formatted: formatPhone(organizationPhone),
    remote_country_iso: 'US',
    remote_phone: phone,
    remote_phone_formatted: formatPhone(phone),
  };
}

export function formatPhone(phone: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone) ?? [];
  return area === undefined ? phone : `+1 ${area}-${exchange}-${line}`;
}

const emptyMessage = emptyFields(`
  cost date_scheduled date_sent error_message sequence_id sequence_name sequence_subscription_id template_id
`);

export function smsFields({ phone, text }: { phone: string | null; text: string }): Record<string, unknown> {
  return {
    ...emptyMessage,
    attachments: [],
    direction: 'outbound',
    local_country_iso: 'US',
    local_phone: organizationPhone,
    local_phone_formatted: formatPhone(organizationPhone),
    remote_country_iso: phone === null ? null : 'US',
    remote_phone: phone,
    remote_phone_formatted: phone === null ? null : formatPhone(phone),
    source: 'External',
    status: 'sent',
    text,
  };
}
