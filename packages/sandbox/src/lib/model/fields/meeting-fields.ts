import { emptyFields } from './empty-fields.ts';

const emptyMeeting = emptyFields(`
  actual_duration calendar_event_link connected_account_id conversation_type_id conversation_type_reason
  location notetaker_id outcome_autofill_confidence outcome_autofill_reasoning outcome_id outcome_reason
  playbook_id playbook_reason provider_calendar_event_id provider_calendar_type summary user_note
  user_note_date_updated user_note_html
`);

/** The meeting-specific fields of a meeting without a title and time. */
export function meetingFields(): Record<string, unknown> {
  return {
    ...emptyMeeting,
    attached_call_ids: [],
    calendar_event_uids: [],
    conference_links: [],
    integrations: [],
    is_recurring: false,
    note: '',
    provider_calendar_ids: [],
    user_note_mentions: [],
  };
}
