/** The meeting-specific fields of a meeting that was entered manually. */
export function meetingFields(times: {
  title: string;
  startsAt: string;
  endsAt: string;
  duration: number;
}): Record<string, unknown> {
  return {
    actual_duration: null,
    attached_call_ids: [],
    attendees: [],
    calendar_event_link: null,
    calendar_event_uids: [],
    conference_links: [],
    connected_account_id: null,
    conversation_type_id: null,
    conversation_type_reason: null,
    duration: times.duration,
    ends_at: times.endsAt,
    integrations: [],
    is_recurring: false,
    location: null,
    note: '',
    notetaker_id: null,
    outcome_autofill_confidence: null,
    outcome_autofill_reasoning: null,
    outcome_id: null,
    outcome_reason: null,
    playbook_id: null,
    playbook_reason: null,
    provider_calendar_event_id: null,
    provider_calendar_ids: [],
    provider_calendar_type: null,
    source: 'manual',
    starts_at: times.startsAt,
    status: 'completed',
    summary: null,
    title: times.title,
    user_note: null,
    user_note_date_updated: null,
    user_note_html: null,
    user_note_mentions: [],
  };
}
