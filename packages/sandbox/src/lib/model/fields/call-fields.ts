import { emptyFields } from './empty-fields.ts';
import { noteHtml } from './note-fields.ts';

const emptyCall = emptyFields(`
  cost date_answered dialer_id dialer_saved_search_id disposition forwarded_to outcome_id recording_expires_at
  recording_url sequence_id sequence_name sequence_subscription_id transferred_from transferred_from_user_id
  transferred_to transferred_to_user_id voicemail_url
`);

export function callFields(phone: string | null, note = ''): Record<string, unknown> {
  return {
    ...emptyCall,
    call_method: 'regular',
    coach_legs: [],
    direction: 'outbound',
    duration: 0,
    has_recording: false,
    is_forwarded: false,
    is_joinable: false,
    is_to_group_number: false,
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
