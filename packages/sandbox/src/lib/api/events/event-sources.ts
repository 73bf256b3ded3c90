import { activityObjectType, activityTypes } from '../../model/rows/record-rows.ts';
import type { ActivityRow, TaskRow, PlainRow } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { jobKinds } from '../../model/rows/job-row.ts';
import type { Row, Table } from '../../model/table.ts';
import type { EventKind } from '../../model/rows/webhook-row.ts';
import { renderResource, rowsOf } from '../base/resource.ts';
import type { Resource } from '../base/resource.ts';
import { allResources } from '../resources/resource-routes.ts';
import { renderActivity, renderContact, renderLead, renderOpportunity } from '../render/records.ts';
import { renderTask } from '../render/records.ts';

/** A source of events: rows whose changes are recorded. */
export interface EventSource {
  readonly kinds: readonly EventKind[];
  readonly rows: (data: OrganizationData) => Pick<Table<Row>, 'watcher' | 'get' | 'keepChange'>;
  /** The object type of a row; an empty text if its changes are no events. */
  objectType(row: Row): string;
  render(data: OrganizationData, row: Row): object;
  /** The updates with an action of their own: those after which a test of the object begins to hold. */
  readonly actions?: Readonly<Record<string, (object: object) => boolean>>;
}

const changes = ['created', 'updated', 'deleted'] as const;
const silentActivities: ReadonlySet<string> = new Set(['Created', 'EmailThread', 'ImportUpdate']);
const messages: ReadonlySet<unknown> = new Set(['Email', 'SMS']);

export const eventSources: readonly EventSource[] = [
  {
    ...sourceOf('lead', { rows: ({ leads }) => leads, render: renderLead }),
    kinds: kindsOf('lead', [...changes, 'merged']),
  },
  sourceOf('contact', { rows: ({ contacts }) => contacts, render: renderContact }),
  sourceOf('opportunity', { rows: ({ opportunities }) => opportunities, render: renderOpportunity }),
  {
    rows: (data) => data.tasks,
    kinds: ['task.lead', 'task.outgoing_call'].flatMap((type) => kindsOf(type, [...changes, 'completed'])),
    objectType: ({ _type: type }: TaskRow) => `task.${type}`,
    render: (data, row: TaskRow) => renderTask(data, row, row.date_updated.slice(0, 10)),
    actions: { completed: (task) => read(task, 'is_complete') === true },
  },
  {
    rows: (data) => data.activities,
    kinds: activityTypes
      .filter((type) => !silentActivities.has(type))
      .flatMap((type) =>
        kindsOf(activityObjectType(type), messages.has(type) ? [...changes, 'sent'] : changes),
      ),
    objectType: ({ _type: type }: ActivityRow) =>
      silentActivities.has(type) ? '' : activityObjectType(type),
    render: renderActivity,
    actions: {
      sent: (activity) => messages.has(read(activity, '_type')) && read(activity, 'status') === 'sent',
    },
  },
  ...jobKinds.map((kind) => ({
    ...sourceOf(`bulk_action.${kind}`, {
      rows: ({ jobs }) => jobs[kind],
      render: (data, row: PlainRow) => renderResource(data, {}, row),
    }),
    kinds: kindsOf(`bulk_action.${kind}`, ['created', 'updated', 'completed', 'paused']),
    actions: {
      completed: (job: object) => read(job, 'status') === 'done',
      paused: (job: object) => read(job, 'status') === 'paused',
    },
  })),
  ...allResources.flatMap(sourceOfResource),
];

export const eventKinds: readonly EventKind[] = eventSources.flatMap(({ kinds }) => kinds);

function sourceOfResource(resource: Resource): EventSource[] {
  const { event } = resource;
  if (event === undefined) return [];
  const render = (data: OrganizationData, row: PlainRow): object => renderResource(data, resource, row);
  return [sourceOf(event, { rows: (data) => rowsOf(data, resource), render })];
}

function sourceOf(type: string, source: Pick<EventSource, 'rows' | 'render'>): EventSource {
  return { ...source, kinds: kindsOf(type), objectType: () => type };
}

function kindsOf(objectType: string, actions: readonly string[] = changes): EventKind[] {
  return actions.map((action) => ({ object_type: objectType, action }));
}

export function read(object: object, name: string): unknown {
  return Reflect.get(object, name);
}
