import { eventTimestamp } from '../../model/close-event.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Row, Table } from '../../model/table.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/list-page.ts';
import { renderLead } from '../render/records.ts';
import { eventSources, read } from './event-sources.ts';
import type { EventSource } from './event-sources.ts';

export type Publish = (data: OrganizationData, events: readonly CloseEvent[]) => void;

interface ObjectChange {
  readonly source: EventSource;
  readonly objectType: string;
  readonly objectId: string;
  readonly leadId: string | null;
  /** `undefined` for a new object. */
  readonly before: object | undefined;
  /** `undefined` for a deleted object. */
  readonly after: object | undefined;
}

/** The request that caused events; `meta` is its method and path, or the bulk action. */
interface EventCause extends Pick<ApiCall, 'data' | 'user' | 'app' | 'now'> {
  readonly meta: Readonly<Record<string, string>>;
}

type EventContent = Pick<CloseEvent, 'object_type' | 'object_id' | 'lead_id' | 'action' | 'data'> &
  Partial<Pick<CloseEvent, 'changed_fields' | 'previous_data' | 'meta'>>;

/** Runs the work of a call, and logs and publishes the events of its changes. */
export function recordEvents<T>(
  { data, user, app, now, consistency }: Pick<ApiCall, 'data' | 'user' | 'app' | 'now' | 'consistency'>,
  { meta, publish, work }: Pick<EventCause, 'meta'> & { publish: Publish; work: () => T },
): T {
  const { listDelayMs, deletedReadableMs, consolidateMs, childEvents } = consistency;
  const keepMs = Math.max(listDelayMs, deletedReadableMs);
  data.writes.count += 1;
  const mark = { at: now, number: data.writes.count, forgetUntil: now - keepMs };
  const { result, changes } = recordChanges(data, work, keepMs > 0 ? mark : undefined);
  const reported = childEvents ? changes : withoutChildren(changes);
  const made = makeEvents(reported, { data, user, app, now, meta });
  const events = made.map((event) => consolidate(event, data.events, consolidateMs));
  data.events.push(...events);
  publish(data, events);
  return result;
}

/**
 * Runs `work` and records its changes. Several changes of one object count as one, from its first state to
 * its last. If `work` throws, no changes are reported. With `mark`, the rows' tables keep the changes, too.
 */
function recordChanges<T>(
  data: OrganizationData,
  work: () => T,
  mark: Parameters<Table<Row>['keepChange']>[2] | undefined,
): { readonly result: T; readonly changes: readonly ObjectChange[] } {
  const changes = new Map<string, Omit<ObjectChange, 'after'>>();
  for (const source of eventSources) {
    const table = source.rows(data);
    table.watcher = {
      beforeChange: (row, before) => {
        if (mark !== undefined) table.keepChange(row, before, mark);
        const objectType = source.objectType(row);
        if (objectType === '' || changes.has(row.id)) return;
        const leadId = objectType === 'lead' ? row.id : (row.lead_id ?? null);
        const then = before && source.render(data, before);
        changes.set(row.id, { source, objectType, objectId: row.id, leadId, before: then });
      },
    };
  }
  try {
    const result = work();
    const both = [...changes.values()].map((change) => {
      const { source, objectId } = change;
      const current = source.rows(data).get(objectId);
      return { ...change, after: current && source.render(data, current) };
    });
    return { result, changes: both };
  } finally {
    for (const { rows } of eventSources) rows(data).watcher = undefined;
  }
}

/** The changes without those of objects that were deleted with their lead, or moved from a merged one. */
function withoutChildren(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const goneLeads = changes.filter(({ objectType, after }) => objectType === 'lead' && after === undefined);
  const gone = new Set<string | null>(goneLeads.map(({ objectId }) => objectId));
  return changes.filter(({ objectType, leadId }) => objectType === 'lead' || !gone.has(leadId));
}

/**
 * The event that an update becomes: a later version of the last event of the object, if that is an update by the same
 * user that began less than `windowMs` ago.
 */
export function consolidate(event: CloseEvent, log: readonly CloseEvent[], windowMs: number): CloseEvent {
  if (windowMs === 0 || event.action !== 'updated') return event;
  const last = log.findLast(({ object_id: id }) => id === event.object_id);
  const isSame = last?.action === 'updated' && last.user_id === event.user_id;
  if (!isSame || momentOf(event.date_updated) - momentOf(last.date_created) >= windowMs) return event;
  return {
    ...event,
    id: last.id,
    date_created: last.date_created,
    changed_fields: [...new Set([...last.changed_fields, ...event.changed_fields])].toSorted(),
    previous_data: { ...event.previous_data, ...last.previous_data },
  };
}

function makeEvents(changes: readonly ObjectChange[], cause: EventCause): CloseEvent[] {
  const contents = changes.flatMap((change) => [...describe(change), ...describeMerge(change, cause.data)]);
  if (contents.length === 0) return [];
  const requestId = cause.data.ids.id('req_');
  return contents.map((content) => makeEvent(content, requestId, cause));
}

function makeEvent({ meta, ...content }: EventContent, requestId: string, cause: EventCause): CloseEvent {
  const at = eventTimestamp(cause.now);
  return {
    id: cause.data.ids.id('ev_'),
    changed_fields: [],
    previous_data: null,
    ...content,
    organization_id: cause.data.organization.id,
    user_id: cause.user.id,
    request_id: requestId,
    api_key_id: null,
    oauth_client_id: cause.app?.clientId ?? null,
    oauth_scope: cause.app?.scope ?? null,
    meta: { ...cause.meta, ...meta },
    date_created: at,
    date_updated: at,
  };
}

function describe({ source, before, after, objectType, objectId, leadId }: ObjectChange): EventContent[] {
  const head = { object_type: objectType, object_id: objectId, lead_id: leadId, data: after ?? null };
  if (before === undefined) return after === undefined ? [] : [{ ...head, action: 'created' }];
  if (after === undefined) return [{ ...head, action: 'deleted', previous_data: before }];
  const changed = differingFields(before, after);
  if (changed.length === 0) return [];
  const previous = Object.fromEntries(changed.map((name) => [name, read(before, name) ?? null]));
  const action = actionOf(source, before, after);
  return [{ ...head, action, changed_fields: changed, previous_data: previous }];
}

/** The action of an update. Whether Close sends `updated` too is undocumented; the sandbox does not. */
function actionOf({ actions = {} }: EventSource, before: object, after: object): string {
  const [name = 'updated'] = Object.entries(actions).find(([, test]) => test(after) && !test(before)) ?? [];
  return name;
}

/** A merge is an event of the lead, in addition to the event of its activity. */
function describeMerge({ objectType, before, after }: ObjectChange, data: OrganizationData): EventContent[] {
  if (objectType !== 'activity.lead_merge' || before !== undefined || after === undefined) return [];
  const destination = String(read(after, 'destination_lead_id'));
  const lead = data.leads.get(destination);
  return [
    {
      object_type: 'lead',
      object_id: destination,
      lead_id: destination,
      action: 'merged',
      data: lead === undefined ? null : renderLead(data, lead),
      meta: {
        merge_source_lead_id: String(read(after, 'source_lead_id')),
        merge_destination_lead_id: destination,
      },
    },
  ];
}

function differingFields(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(read(before, name)) !== JSON.stringify(read(after, name)))
    .toSorted();
}
