import type { ActivityRow, ActivityType } from '../../model/rows/activity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { Row, Table } from '../../model/table.ts';
import type { EventKind } from '../../model/rows/webhook-row.ts';
import { renderResource, tableOf } from '../resources/resource.ts';
import { resources } from '../resources/resource-routes.ts';
import { renderActivity } from '../render/activity.ts';
import { renderContact } from '../render/contact.ts';
import { renderJob } from '../render/job.ts';
import { renderLead } from '../render/lead.ts';
import { renderOpportunity } from '../render/opportunity.ts';
import { renderTask } from '../render/task.ts';

/** A source of events: rows whose changes are recorded. */
export interface EventSource {
  readonly kinds: readonly EventKind[];
  /** Starts watching the rows. With `mark`, their changes are kept in their table. Returns a function that stops it. */
  watch(
    data: OrganizationData,
    record: (change: WatchedChange) => void,
    mark?: Parameters<Table<Row>['keepChange']>[2],
  ): () => void;
}

/** The first change of a row in a request. */
export interface WatchedChange {
  readonly objectType: string;
  readonly objectId: string;
  /** The object before the change; `undefined` for a new one. */
  readonly before: object | undefined;
  readonly leadId: string | null;
  /** Renders the current object; `undefined` for a deleted one. */
  readonly renderNow: () => object | undefined;
}

type Watchable<T extends Row> = Pick<Table<T>, 'watcher' | 'get' | 'keepChange'>;

interface SourceRules<T extends Row> {
  readonly kinds: readonly EventKind[];
  readonly rows: (data: OrganizationData) => Watchable<T>;
  readonly objectType: (row: T) => string;
  readonly render: (data: OrganizationData, row: T) => object;
}

const activityObjectTypes: Readonly<Partial<Record<ActivityType, string>>> = {
  Call: 'activity.call',
  CustomActivity: 'activity.custom_activity',
  Email: 'activity.email',
  FormSubmission: 'activity.form_submission',
  LeadMerge: 'activity.lead_merge',
  LeadStatusChange: 'activity.lead_status_change',
  Meeting: 'activity.meeting',
  Note: 'activity.note',
  OpportunityStatusChange: 'activity.opportunity_status_change',
  SMS: 'activity.sms',
  TaskCompleted: 'activity.task_completed',
  WhatsAppMessage: 'activity.whatsapp_message',
};

/** Messages have the additional action `sent`. */
export const messageObjectTypes: ReadonlySet<string> = new Set(['activity.email', 'activity.sms']);

/** All sources of events. */
export const eventSources: readonly EventSource[] = [
  sourceOf({
    rows: (data) => data.leads,
    kinds: kindsOf('lead', 'merged'),
    objectType: () => 'lead',
    render: (data, row) => renderLead(data, row, { today: dayOf(row.date_updated) }),
  }),
  sourceOf({
    rows: (data) => data.contacts,
    kinds: kindsOf('contact'),
    objectType: () => 'contact',
    render: renderContact,
  }),
  sourceOf({
    rows: (data) => data.opportunities,
    kinds: kindsOf('opportunity'),
    objectType: () => 'opportunity',
    render: renderOpportunity,
  }),
  sourceOf({
    rows: (data) => data.tasks,
    kinds: [...kindsOf('task.lead', 'completed'), ...kindsOf('task.outgoing_call', 'completed')],
    objectType: ({ _type: type }) => `task.${type}`,
    render: (data, row) => renderTask(data, row, dayOf(row.date_updated)),
  }),
  sourceOf<ActivityRow>({
    rows: (data) => data.activities,
    kinds: Object.values(activityObjectTypes).flatMap((type) =>
      messageObjectTypes.has(type) ? kindsOf(type, 'sent') : kindsOf(type),
    ),
    objectType: ({ _type: type }) => activityObjectTypes[type] ?? '',
    render: renderActivity,
  }),
  sourceOf({
    rows: (data) => data.leadStatuses,
    kinds: kindsOf('status.lead'),
    objectType: () => 'status.lead',
    render: plain,
  }),
  sourceOf({
    rows: (data) => data.opportunityStatuses,
    kinds: kindsOf('status.opportunity'),
    objectType: () => 'status.opportunity',
    render: plain,
  }),
  sourceOf({
    rows: (data) => data.jobs,
    kinds: jobKinds.flatMap((kind) =>
      ['created', 'updated', 'completed', 'paused'].map((action) => ({
        object_type: `bulk_action.${kind}`,
        action,
      })),
    ),
    objectType: ({ kind }) => `bulk_action.${kind}`,
    render: (_data, row) => renderJob(row),
  }),
  ...resources.flatMap((resource) => {
    const { event: type } = resource;
    if (type === undefined) return [];
    return sourceOf({
      rows: (data) => tableOf(data, resource),
      kinds: kindsOf(type),
      objectType: () => type,
      render: (data, row) => renderResource(data, resource, row),
    });
  }),
];

/** All kinds of events. */
export const eventKinds: readonly EventKind[] = eventSources.flatMap(({ kinds }) => kinds);

function sourceOf<T extends Row>(rules: SourceRules<T>): EventSource {
  const { rows, kinds, objectType, render } = rules;
  return {
    kinds,
    watch: (data, record, mark) => {
      const watched = rows(data);
      function beforeChange(row: T, before: T | undefined): void {
        if (mark !== undefined) watched.keepChange(row, before, mark);
        const type = objectType(row);
        if (type === '') return;
        record({
          objectType: type,
          objectId: row.id,
          before: before && render(data, before),
          leadId: type === 'lead' ? row.id : (row.lead_id ?? null),
          renderNow: () => {
            const current = watched.get(row.id);
            return current && render(data, current);
          },
        });
      }
      watched.watcher = beforeChange;
      return () => {
        watched.watcher = undefined;
      };
    },
  };
}

function kindsOf(objectType: string, ...more: readonly string[]): EventKind[] {
  return ['created', 'updated', 'deleted', ...more].map((action) => ({ object_type: objectType, action }));
}

function plain(_data: OrganizationData, row: object): object {
  return { ...row };
}

function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10);
}
