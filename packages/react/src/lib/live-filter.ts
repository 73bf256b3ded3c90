import type { Query } from '@tanstack/react-query';
import { affectedBy } from './affected-queries.ts';
import type { CloseLiveEvent } from './close-live-event.ts';

/** Where the query tree keeps what an event is about. The part before the dot stands for kinds that Close may add. */
export const liveBranches: Readonly<Record<string, string>> = {
  lead: 'leads',
  contact: 'contacts',
  opportunity: 'opportunities',
  task: 'tasks',
  activity: 'activities',
  'activity.email': 'activities.emails',
  'activity.email_thread': 'activities.emailThreads',
  'activity.call': 'activities.calls',
  'activity.sms': 'activities.sms',
  'activity.whatsapp_message': 'activities.whatsappMessages',
  'activity.note': 'activities.notes',
  'activity.meeting': 'activities.meetings',
  'activity.form_submission': 'activities.formSubmissions',
  'activity.custom_activity': 'activities.customActivities',
  'activity.lead_status_change': 'activities.leadStatusChanges',
  'activity.opportunity_status_change': 'activities.opportunityStatusChanges',
  'activity.task_completed': 'activities.taskCompletions',
  'activity.lead_merge': 'activities.leadMerges',
  lead_merge: 'activities.leadMerges',
  unsubscribed_email: 'unsubscribedEmails',
  // An import has no reads of its own; what it brings is leads, and what hangs on them.
  import: 'leads',
  export: 'exports',
  'bulk_action.delete': 'bulkActions.delete',
  'bulk_action.edit': 'bulkActions.edit',
  'bulk_action.email': 'bulkActions.email',
  'bulk_action.sequence_subscription': 'bulkActions.sequenceSubscriptions',
  custom_fields: 'customFields',
  'custom_fields.lead': 'customFields.lead',
  'custom_fields.contact': 'customFields.contact',
  'custom_fields.opportunity': 'customFields.opportunity',
  'custom_fields.activity': 'customFields.activity',
  'custom_fields.custom_object': 'customFields.customObject',
  'custom_fields.shared': 'customFields.shared',
  custom_activity_type: 'customActivityTypes',
  custom_object_type: 'customObjectTypes',
  custom_object: 'customObjects',
  'status.lead': 'leadStatuses',
  'status.opportunity': 'opportunityStatuses',
  membership: 'memberships',
  group: 'groups',
  saved_search: 'smartViews',
  phone_number: 'phoneNumbers',
  email_template: 'emailTemplates',
  sms_template: 'smsTemplates',
  sequence: 'sequences',
  sequence_subscription: 'sequences',
  comment: 'comments',
  comment_thread: 'comments',
};

/**
 * Selects the queries whose answers may differ after an event. What is known to be about another object, another lead or
 * a sibling kind of activity is left alone. An event of an unknown kind selects the event log only.
 *
 * @param scope Whose data: the organization that the events are about.
 * @param event What has changed.
 * @returns A predicate for `queryClient.invalidateQueries` and the like.
 */
export function liveFilter(scope: string, event: CloseLiveEvent): (query: Query) => boolean {
  const { object_type: type } = event;
  const [resource = type, kind] = (liveBranches[type] ?? liveBranches[kindless(type)] ?? type).split('.');
  const isAffected = affectedBy({ scope, resource, ids: idsIn(event) });
  return (query) => {
    const [, , name, branch, operation] = query.queryKey;
    const isSibling = name === resource && kind !== undefined && typeof operation === 'string';
    return isAffected(query) && (!isSibling || branch === kind);
  };
}

/** A merge, and a move from one lead to another, concern a lead that the event does not name. */
function idsIn({ object_id, lead_id, action, changed_fields }: CloseLiveEvent): readonly string[] {
  if (action === 'merged') return [];
  return lead_id === null || changed_fields.includes('lead_id') ? [object_id] : [object_id, lead_id];
}

function kindless(type: string): string {
  return type.slice(0, type.indexOf('.'));
}
