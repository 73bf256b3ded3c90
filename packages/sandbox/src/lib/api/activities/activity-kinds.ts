import { callFields, emptyFields, noteFields, phoneFields } from '../../model/fields/message-fields.ts';
import { leadStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import { opportunityStatusChangeFields } from '../../model/fields/status-change-fields.ts';
import type { ActivityRow } from '../../model/rows/record-rows.ts';
import { timestampOf, namedRow, pickFields } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { customKeysOf } from '../base/read-body.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readAttachments, readRichText } from './read-content.ts';

/** Kinds of activities that are not messages. Calls are only logged; no phone rings. */
export const activityKinds: readonly ActivityKind[] = [
  {
    type: 'Note',
    path: '/activity/note/',
    start: () => ({ ...noteFields(''), source: 'api' }),
    copied: 'title',
    change: (call) => ({ ...readRichText(call.body, 'note'), ...readAttachments(call), ...readPin(call) }),
  },
  {
    type: 'Call',
    path: '/activity/call/',
    start: () => callFields(null),
    copied: 'direction disposition duration outcome_id recording_url source voicemail_url',
    change: ({ body }) => ({
      ...readRichText(body, 'note'),
      ...(typeof body['status'] === 'string' && { status: body['status'] }),
      ...(typeof body['phone'] === 'string' && phoneFields(body['phone'])),
      ...(typeof body['recording_url'] === 'string' && { has_recording: true }),
      ...(body['duration'] === null && { duration: 0 }),
    }),
  },
  {
    type: 'CustomActivity',
    path: '/activity/custom/',
    start: (call) => ({
      custom_activity_type_id: namedRow(call, 'custom_activity_type_id', { table: call.data.activityTypes })
        .id,
      ...emptyFields('last_published_at mentions_updated_at pinned_at'),
      mentions: [],
      pinned: false,
      source: 'api',
      status: 'published',
    }),
    copied: 'status',
    change: (call, own) => {
      const { status = own['status'] } = call.body;
      const type = call.data.activityTypes.get(String(own['custom_activity_type_id']));
      return {
        ...readPin(call),
        ...pickFields(call.body, customKeysOf(call.body, type)),
        ...(status === 'published' && { last_published_at: timestampOf(call) }),
      };
    },
  },
  { type: 'Meeting', path: '/activity/meeting/', copied: 'outcome_id', change: readMeetingNote },
  { type: 'LeadStatusChange', path: '/activity/status_change/lead/', start: leadStatusChange },
  {
    type: 'OpportunityStatusChange',
    path: '/activity/status_change/opportunity/',
    start: opportunityStatusChange,
  },
  { type: 'Created', path: '/activity/created/' },
  { type: 'FormSubmission', path: '/activity/form_submission/' },
  { type: 'ImportUpdate', path: '/activity/import_update/' },
  { type: 'LeadMerge', path: '/activity/lead_merge/' },
  { type: 'TaskCompleted', path: '/activity/task_completed/' },
];

function readPin(call: ApiCall): object {
  const { pinned } = call.body;
  return typeof pinned === 'boolean' ? { pinned, pinned_at: pinned ? timestampOf(call) : null } : {};
}

function readMeetingNote(call: ApiCall): ActivityRow['own'] {
  const { user_note_html: html } = call.body;
  if (html === undefined) return {};
  const text =
    html === null ? { user_note: null, user_note_html: null } : readRichText(call.body, 'user_note');
  return { ...text, user_note_date_updated: timestampOf(call) };
}

/** A past status change. It does not change the lead. */
function leadStatusChange(call: ApiCall): ActivityRow['own'] {
  const [before, after] = changedStatuses(call, call.data.leadStatuses);
  return leadStatusChangeFields(call.data, before, after);
}

/** A past status change. It does not change the opportunity. */
function opportunityStatusChange(call: ApiCall): ActivityRow['own'] {
  const { data } = call;
  const opportunity = namedRow(call, 'opportunity_id', { table: data.opportunities });
  const [before, status_id] = changedStatuses(call, data.opportunityStatuses);
  return opportunityStatusChangeFields(data, { ...opportunity, status_id }, before);
}

function changedStatuses(
  call: ApiCall,
  table: { get(id: string): { readonly id: string } | undefined },
): [before: string, after: string] {
  const place = { table, kind: 'status' };
  return [namedRow(call, 'old_status_id', place).id, namedRow(call, 'new_status_id', place).id];
}
