import type { ActivityRow, ActivityType } from '../../model/activity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Row, RowWatcher } from '../../model/table.ts';
import type { EventKind } from '../../model/webhook-row.ts';
import { renderActivity } from '../render-activity.ts';
import { renderContact } from '../render-contact.ts';
import { renderLead } from '../render-lead.ts';
import { renderOpportunity } from '../render-opportunity.ts';
import { renderTask } from '../render-task.ts';

/** Rows whose changes are events. */
export interface EventSource {
  readonly kinds: readonly EventKind[];
  /** Begins to watch the rows. The answer ends it. */
  watch(data: OrganizationData, note: (touch: NotedTouch) => void): () => void;
}

/** The first touch of a row in a request. */
export interface NotedTouch {
  readonly objectType: string;
  readonly objectId: string;
  /** The object as it was, or `undefined` for one that is new. */
  readonly before: object | undefined;
  readonly leadId: string | null;
  /** The object as it is when asked, or `undefined` when it is gone. */
  readonly now: () => object | undefined;
}

interface Watchable<T> {
  watcher: RowWatcher<T> | undefined;
  get(id: string): T | undefined;
}

interface SourceRules<T extends Row> {
  /** Every type that `objectType` may give. */
  readonly objectTypes: readonly string[];
  readonly actions?: readonly string[];
  readonly rows: (data: OrganizationData) => Watchable<T>;
  readonly objectType: (row: T) => string;
  readonly render: (data: OrganizationData, row: T) => object;
}

const ACTIVITY_OBJECT_TYPES: Readonly<Partial<Record<ActivityType, string>>> = {
  Call: 'activity.call',
  Email: 'activity.email',
  LeadMerge: 'activity.lead_merge',
  LeadStatusChange: 'activity.lead_status_change',
  Meeting: 'activity.meeting',
  Note: 'activity.note',
  OpportunityStatusChange: 'activity.opportunity_status_change',
  SMS: 'activity.sms',
  TaskCompleted: 'activity.task_completed',
};

const ACTIONS = ['created', 'updated', 'deleted'];

/** Everything that there are events about. */
export const EVENT_SOURCES: readonly EventSource[] = [
  sourceOf({
    rows: (data) => data.leads,
    objectTypes: ['lead'],
    actions: [...ACTIONS, 'merged'],
    objectType: () => 'lead',
    render: (data, row) => renderLead(data, row, dayOf(row.date_updated)),
  }),
  sourceOf({
    rows: (data) => data.contacts,
    objectTypes: ['contact'],
    objectType: () => 'contact',
    render: (_data, row) => renderContact(row),
  }),
  sourceOf({
    rows: (data) => data.opportunities,
    objectTypes: ['opportunity'],
    objectType: () => 'opportunity',
    render: renderOpportunity,
  }),
  sourceOf({
    rows: (data) => data.tasks,
    objectTypes: ['task.lead', 'task.outgoing_call'],
    actions: [...ACTIONS, 'completed'],
    objectType: ({ _type: type }) => `task.${type}`,
    render: (data, row) => renderTask(data, row, dayOf(row.date_updated)),
  }),
  sourceOf<ActivityRow>({
    rows: (data) => data.activities,
    objectTypes: Object.values(ACTIVITY_OBJECT_TYPES),
    objectType: ({ _type: type }) => ACTIVITY_OBJECT_TYPES[type] ?? '',
    render: renderActivity,
  }),
  sourceOf({
    rows: (data) => data.leadStatuses,
    objectTypes: ['status.lead'],
    objectType: () => 'status.lead',
    render: plain,
  }),
  sourceOf({
    rows: (data) => data.opportunityStatuses,
    objectTypes: ['status.opportunity'],
    objectType: () => 'status.opportunity',
    render: plain,
  }),
];

/** Every kind of event that the sandbox tells of. */
export const EVENT_KINDS: readonly EventKind[] = EVENT_SOURCES.flatMap(({ kinds }) => kinds);

function sourceOf<T extends Row>(rules: SourceRules<T>): EventSource {
  const { rows, objectTypes, actions = ACTIONS, objectType, render } = rules;
  return {
    kinds: objectTypes.flatMap((type) => actions.map((action) => ({ object_type: type, action }))),
    watch: (data, note) => {
      const watched = rows(data);
      function touch(row: T, before: T | undefined): void {
        const type = objectType(row);
        if (type === '') return;
        note({
          objectType: type,
          objectId: row.id,
          before: before && render(data, before),
          leadId: type === 'lead' ? row.id : (row.lead_id ?? null),
          now: () => {
            const current = watched.get(row.id);
            return current && render(data, current);
          },
        });
      }
      watched.watcher = { touch };
      return () => {
        watched.watcher = undefined;
      };
    },
  };
}

function plain(_data: OrganizationData, row: object): object {
  return { ...row };
}

function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10);
}
