import { noteHtml } from './note-fields.ts';

/** The call-specific fields of a logged call: direction, number and note, the rest empty. */
export function callFields({
  phone,
  note = '',
}: {
  phone: string | null;
  note?: string;
}): Record<string, unknown> {
  return {
    call_method: 'regular',
    coach_legs: [],
    cost: null,
    date_answered: null,
    dialer_id: null,
    dialer_saved_search_id: null,
    direction: 'outbound',
    disposition: null,
    duration: 0,
    forwarded_to: null,
    has_recording: false,
    is_forwarded: false,
    is_joinable: false,
    is_to_group_number: false,
    note,
    note_html: noteHtml(note),
    outcome_id: null,
    ...(phone !== null && phoneFields(phone)),
    recording_expires_at: null,
    recording_url: null,
    sequence_id: null,
    sequence_name: null,
    sequence_subscription_id: null,
    source: 'External',
    status: 'completed',
    transferred_from: null,
    transferred_from_user_id: null,
    transferred_to: null,
    transferred_to_user_id: null,
    voicemail_duration: 0,
    voicemail_url: null,
  };
}

/** The phone number of the organization, reserved for fiction. */
export const organizationPhone = '+15035550100';

/** The phone fields of a call between the organization and another number. */
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

/** Formats a phone number as Close does. */
export function formatPhone(phone: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone) ?? [];
  return area === undefined ? phone : `+1 ${area}-${exchange}-${line}`;
}
