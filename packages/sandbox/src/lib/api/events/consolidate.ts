import type { CloseEvent } from '../../model/close-event.ts';
import { momentOf } from '../base/filter-rows.ts';
import type { ObjectChange } from './record-changes.ts';

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

/** The changes without those of objects that were deleted with their lead, or moved from a merged one. */
export function withoutChildren(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const gone = new Set(
    changes.flatMap(({ objectType, after, objectId }) =>
      objectType === 'lead' && after === undefined ? objectId : [],
    ),
  );
  return changes.filter(({ objectType, leadId }) => objectType === 'lead' || !gone.has(leadId ?? ''));
}
