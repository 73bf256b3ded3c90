import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { Row, Table } from '../../model/table.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/filter-rows.ts';
import { eventSources } from './event-sources.ts';
import { makeEvents } from './make-events.ts';
import type { EventCause, ObjectChange } from './make-events.ts';

export type Publish = (data: OrganizationData, events: readonly CloseEvent[]) => void;

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
