import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import { plainFields } from './object-kind.ts';
import type { FieldType, ObjectKind } from './object-kind.ts';
import { authoredFields } from './record-kinds.ts';

type Names = Partial<Record<FieldType, string>>;

const statuses: Names = {
  exact: 'old_status_id old_status_label new_status_id new_status_label opportunity_id',
};

/** Every kind of activities. */
export const activityKinds: readonly ObjectKind[] = [
  activityKind('activity.call', ['Call'], {
    text: 'note phone',
    exact: 'direction status disposition source call_method outcome_id',
    number: 'duration',
    date: 'date_answered',
  }),
  activityKind('activity.email', ['Email'], {
    text: 'subject body_text sender to',
    exact: 'direction status thread_id template_id sequence_id',
    date: 'date_sent',
  }),
  activityKind('activity.sms', ['SMS'], { text: 'text', exact: 'direction status', date: 'date_sent' }),
  activityKind('activity.note', ['Note'], { text: 'title note' }),
  activityKind('activity.meeting', ['Meeting'], {
    text: 'title note user_note location',
    exact: 'status outcome_id',
    number: 'duration',
    date: 'starts_at ends_at',
  }),
  {
    ...activityKind('activity.custom_activity', ['CustomActivity'], {
      exact: 'custom_activity_type_id status',
    }),
    customFields: ({ customTypes }) =>
      customTypes.filter(({ kind }) => kind === 'activity').flatMap(({ fields }) => fields),
  },
  activityKind('activity.lead_status_change', ['LeadStatusChange'], statuses),
  activityKind('activity.opportunity_status_change', ['OpportunityStatusChange'], statuses),
  activityKind('any communication', ['Call', 'Email', 'SMS', 'WhatsAppMessage'], {
    exact: 'direction status',
  }),
  activityKind('any activity', undefined, {}),
];

function activityKind(
  type: string,
  kinds: readonly ActivityType[] | undefined,
  names: Names,
): ObjectKind<ActivityRow> {
  const isOfKind = ({ _type: kind }: ActivityRow): boolean => kinds?.includes(kind) ?? true;
  return {
    type,
    fields: {
      ...authoredFields,
      ...plainFields({ exact: '_type lead_id contact_id', date: 'activity_at', user: 'user_id' }),
      ...plainFields(names),
    },
    ofLead: ({ activities }, leadId) => activities.ofLead(leadId).filter(isOfKind),
    ofContact: ({ activities }, { id, lead_id }) =>
      activities.ofLead(lead_id).filter((row) => isOfKind(row) && row.contact_id === id),
    leadIdOf: ({ lead_id }) => lead_id,
  };
}
