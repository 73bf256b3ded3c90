import { cookieSession, createCloseClient } from '@closekit/client';
import type { WebhookObjectType } from '@closekit/client/webhooks';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { CloseLiveEvent } from './event.ts';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { isRecord } from '../base/is-record.ts';
import { liveFilter } from './filter.ts';

/** Every type that the API document names; without `string`, which stands for those that Close may add. */
type Named<T> = T extends string ? (string extends T ? never : T) : never;
type NamedObjectType = Named<WebhookObjectType>;

/** The branch that each type of event refetches, among one query of every branch. Incomplete does not compile. */
const branches = {
  lead: 'leads',
  contact: 'contacts',
  opportunity: 'opportunities',
  'task.lead': 'tasks',
  'task.outgoing_call': 'tasks',
  'task.outbound_call': 'tasks',
  'task.incoming_email': 'tasks',
  'task.email_followup': 'tasks',
  'task.missed_call': 'tasks',
  'task.answered_detached_call': 'tasks',
  'task.voicemail': 'tasks',
  'task.opportunity_due': 'tasks',
  'task.incoming_sms': 'tasks',
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
  import: 'leads',
  'export.lead': 'exports',
  'export.opportunity': 'exports',
  'bulk_action.delete': 'bulkActions.delete',
  'bulk_action.edit': 'bulkActions.edit',
  'bulk_action.email': 'bulkActions.email',
  'bulk_action.sequence_subscription': 'bulkActions.sequenceSubscriptions',
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
} satisfies Record<NamedObjectType, string>;

const client = createCloseClient({ auth: cookieSession() });
const queries = createCloseQueryOptions(client, {
  session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
});

function eventOf(event: Partial<CloseLiveEvent>): CloseLiveEvent {
  return {
    id: 'ev_1',
    object_type: 'lead',
    object_id: 'lead_A',
    lead_id: null,
    action: 'updated',
    changed_fields: [],
    ...event,
  };
}

/** The keys that an event refetches. */
function touched(event: Partial<CloseLiveEvent>, ...keys: (readonly unknown[])[]): boolean[] {
  const cache = new QueryClient();
  const isAffected = liveFilter('orga_1/user_1', eventOf(event));
  return keys.map((queryKey) => isAffected(cache.getQueryCache().build(cache, { queryKey })));
}

/** Every branch that holds reads, such as `leads` or `activities.notes`, with one of them. */
function readsIn(
  node: object,
  path: readonly string[],
): (readonly [branch: string, key: readonly unknown[]])[] {
  return Object.entries(node).flatMap(([name, child]: [string, unknown]) => {
    if (typeof child === 'function')
      return name === 'key' || name === 'filter'
        ? []
        : [[path.join('.'), ['close', 'orga_1/user_1', ...path, name, {}]] as const];
    return isRecord(child) ? readsIn(child, [...path, name]) : [];
  });
}

const reads = readsIn({ ...queries, infinite: {}, mutations: {} }, []);

describe('liveFilter', () => {
  it('has a branch for every object type of the events', () => {
    const known = new Set(reads.map(([branch]) => branch));
    expect(Object.values(branches).filter((branch) => !known.has(branch))).toEqual([]);
  });

  it('selects every read of that branch, and none of its siblings', () => {
    const selected = Object.entries(branches).map(([object_type, branch]) => {
      const isAffected = liveFilter('orga_1/user_1', eventOf({ object_type, object_id: 'ev_x' }));
      const cache = new QueryClient();
      const own = reads.filter(([at]) => at === branch);
      const siblings = reads.filter(
        ([at]) =>
          branch.includes('.') &&
          at.split('.').length === 2 &&
          at !== branch &&
          at.startsWith(`${branch.split('.')[0]}.`),
      );
      const hits = (some: typeof reads) =>
        some.filter(([, queryKey]) => isAffected(cache.getQueryCache().build(cache, { queryKey }))).length;
      return [object_type, hits(own) === own.length && own.length > 0, hits(siblings)] as const;
    });
    expect(selected.filter(([, all, siblings]) => !all || siblings > 0)).toEqual([]);
  });

  it('leaves other leads and their objects alone', () => {
    const { leads, activities, contacts } = queries;
    const [own, other, list, ownNotes, otherNotes, contact] = touched(
      {},
      leads.get('lead_A').queryKey,
      leads.get('lead_B').queryKey,
      leads.list().queryKey,
      activities.list({ lead_id: ['lead_A'] }).queryKey,
      activities.list({ lead_id: ['lead_B'] }).queryKey,
      contacts.get('cont_1').queryKey,
    );
    expect({ own, list, ownNotes, contact }).toEqual({
      own: true,
      list: true,
      ownNotes: true,
      contact: true,
    });
    expect({ other, otherNotes }).toEqual({ other: false, otherNotes: false });
  });

  it('selects the lead of the object, and the lists of its type', () => {
    const { leads, activities } = queries;
    expect(
      touched(
        { object_type: 'activity.note', object_id: 'acti_1', lead_id: 'lead_A' },
        leads.get('lead_A').queryKey,
        leads.get('lead_B').queryKey,
        activities.notes.get('acti_1').queryKey,
        activities.notes.get('acti_2').queryKey,
        activities.list().queryKey,
        activities.calls.list().queryKey,
      ),
    ).toEqual([true, false, true, false, true, false]);
  });

  it('selects both leads when an object moves, or leads are merged', () => {
    const keys = [queries.leads.get('lead_A').queryKey, queries.leads.get('lead_B').queryKey];
    const contact = { object_type: 'contact', object_id: 'cont_1', lead_id: 'lead_A' };
    expect(touched({ ...contact, changed_fields: ['lead_id'] }, ...keys)).toEqual([true, true]);
    expect(touched({ action: 'merged', lead_id: 'lead_A' }, ...keys)).toEqual([true, true]);
  });

  it('selects nothing of another organization', () => {
    const others = createCloseQueryOptions(client, {
      session: { organization: { id: 'orga_2' }, user: { id: 'user_1' } },
    });
    expect(touched({}, others.leads.get('lead_A').queryKey, ['leads', 'lead_A'])).toEqual([false, false]);
  });

  it('treats a new type of task as a task, and selects the event log only for an unknown type', () => {
    const keys = [queries.tasks.list().queryKey, queries.events.list().queryKey];
    expect(touched({ object_type: 'task.hologram', object_id: 'task_1' }, ...keys)).toEqual([true, true]);
    expect(touched({ object_type: 'hologram', object_id: 'holo_1' }, ...keys)).toEqual([false, true]);
  });
});
