import {
  leadStatusChangeFields,
  opportunityStatusChangeFields,
} from '../../model/fields/status-change-fields.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { pickFields } from '../base/pick-fields.ts';
import type { ActivityKind } from './activity-kind.ts';
import { readRichText } from './read-rich-text.ts';

/** Activities that Close logs itself. Past status changes can be added; they do not change the record. */
export const recordedKinds: readonly ActivityKind[] = [
  { type: 'Created', path: '/activity/created/', isRemovable: false },
  { type: 'FormSubmission', path: '/activity/form_submission/' },
  { type: 'ImportUpdate', path: '/activity/import_update/' },
  { type: 'LeadMerge', path: '/activity/lead_merge/', isRemovable: false },
  { type: 'TaskCompleted', path: '/activity/task_completed/' },
  {
    type: 'Meeting',
    path: '/activity/meeting/',
    isEditable: true,
    change: (call, own) => ({
      ...own,
      ...pickFields(call.body, ['outcome_id']),
      ...readMeetingNote(call),
    }),
  },
  {
    type: 'LeadStatusChange',
    path: '/activity/status_change/lead/',
    start: leadStatusChange,
  },
  {
    type: 'OpportunityStatusChange',
    path: '/activity/status_change/opportunity/',
    start: opportunityStatusChange,
  },
];

function readMeetingNote(call: ApiCall): Record<string, unknown> {
  const { user_note_html: html } = call.body;
  if (html === undefined) return {};
  const text =
    html === null ? { user_note: null, user_note_html: null } : readRichText(call.body, 'user_note');
  return { ...text, user_note_date_updated: timestampOf(call) };
}

function leadStatusChange({ data, body }: ApiCall): Record<string, unknown> {
  const [before, after] = [String(body['old_status_id']), String(body['new_status_id'])];
  checkField(data.leadStatuses.get(before) !== undefined, 'old_status_id', 'This status does not exist');
  checkField(data.leadStatuses.get(after) !== undefined, 'new_status_id', 'This status does not exist');
  return leadStatusChangeFields(data, before, after);
}

function opportunityStatusChange({ data, body }: ApiCall): Record<string, unknown> {
  const [before, after] = [String(body['old_status_id']), String(body['new_status_id'])];
  const opportunity = data.opportunities.get(String(body['opportunity_id']));
  checkField(opportunity !== undefined, 'opportunity_id', 'This opportunity does not exist');
  checkField(
    data.opportunityStatuses.get(before) !== undefined,
    'old_status_id',
    'This status does not exist',
  );
  checkField(
    data.opportunityStatuses.get(after) !== undefined,
    'new_status_id',
    'This status does not exist',
  );
  return opportunityStatusChangeFields(data, { ...opportunity, status_id: after }, before);
}
