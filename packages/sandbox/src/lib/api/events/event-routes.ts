import { eventTimestamp } from '../../model/close-event.ts';
import type { CloseEvent } from '../../model/close-event.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { found, invalidFields, invalidRequest, refuseNotUnderstood } from '../base/api-call.ts';
import { filterTest, momentOf, readersOf, readCounts } from '../base/list-page.ts';
import { membershipOf } from '../resources/people-routes.ts';
import { eventKinds } from './event-sources.ts';

export const eventRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/event/', handle: list },
  { method: 'GET', path: '/event/{id}/', handle: get },
];

/** The sets of filters that Close can combine: by object, by lead and by user. */
const allowedFilterSets: ReadonlySet<string> = new Set(
  [
    'request_id object_id,object_type action,object_type action,object_id',
    'lead_id lead_id,object_type action,lead_id,object_type',
    'user_id lead_id,user_id lead_id,object_type,user_id action,lead_id,object_type,user_id',
    'object_id,user_id action,object_id,user_id object_type,user_id action,object_type,user_id',
  ].flatMap((sets) => sets.split(' ')),
);
const filterNames = ['object_type', 'object_id', 'action', 'lead_id', 'user_id', 'request_id'] as const;
const filterReaders = readersOf<CloseEvent>(...filterNames, 'date_updated');

function list(call: ApiCall): object {
  const { query } = call;
  checkFilters(query);
  checkKind(call);
  const matching = visibleEvents(call).toReversed().filter(filterTest(query, filterReaders));
  const { eventPageSize: max } = call.ceilings;
  const [limit = 0] = readCounts(query, { _limit: [max, max] });
  const start = readEventCursor(query.get('_cursor'), matching);
  const page = matching.slice(start, start + limit);
  return {
    data: page.map((event) => shownTo(call, event)),
    cursor_next:
      limit > 0 && start + limit < matching.length ? createEventCursor(matching, start + limit) : null,
    cursor_previous: start > 0 ? createEventCursor(matching, Math.max(0, start - limit)) : null,
  };
}

function get(call: ApiCall): object {
  return shownTo(call, found(visibleEvents(call).find(({ id }) => id === call.id)));
}

/** The events that the log shows, oldest first; of each, the latest version that is visible. */
function visibleEvents({ data, now, consistency }: ApiCall): CloseEvent[] {
  const { eventRetentionMs, eventDelayMs, consolidateMs } = consistency;
  const oldest = eventTimestamp(Math.max(0, now - eventRetentionMs));
  const newest = eventTimestamp(Math.max(0, now - eventDelayMs));
  const isVisible = ({ date_updated: at }: CloseEvent): boolean =>
    at >= oldest && (eventDelayMs === 0 || at <= newest);
  const visible = data.events.filter(isVisible);
  if (consolidateMs === 0) return visible;
  const latest = new Map<string, CloseEvent>();
  for (const event of visible) {
    latest.delete(event.id);
    latest.set(event.id, event);
  }
  return [...latest.values()];
}

/** Hides the content of an old event from users who are not admins. */
function shownTo({ data, user, now, consistency }: ApiCall, event: CloseEvent): CloseEvent {
  const isOld = now - momentOf(event.date_updated) >= consistency.hideEventDataAfterMs;
  const isHidden = isOld && membershipOf(data, user.id)?.['role_id'] !== 'admin';
  return isHidden ? { ...event, data: null, previous_data: null } : event;
}

function checkFilters(query: URLSearchParams): void {
  const set = filterNames
    .filter((name) => query.getAll(name).length > 0)
    .toSorted()
    .join(',');
  if (set !== '' && !allowedFilterSets.has(set))
    throw invalidRequest(`This set of filters is not supported: ${set}`);
}

/** Refuses a kind of event that the sandbox never makes: the list would always be empty. */
function checkKind(call: ApiCall): void {
  for (const name of ['object_type', 'action'] as const) {
    const wanted = call.query.get(name);
    if (wanted === null || eventKinds.some((kind) => kind[name] === wanted)) continue;
    refuseNotUnderstood(call, { field: name, message: `${name}: the sandbox makes no "${wanted}" events.` });
  }
}

/** A cursor names the first event of its page, so new events do not shift pages. */
function createEventCursor(events: readonly CloseEvent[], index: number): string {
  const event = events[index];
  return event === undefined ? '' : `${btoa(event.id)}.${event.date_updated}`;
}

function readEventCursor(cursor: string | null, events: readonly CloseEvent[]): number {
  if (cursor === null || cursor === '') return 0;
  const [start, ...time] = cursor.split('.');
  const at = time.join('.');
  const index = events.findIndex(({ id }) => btoa(id) === start);
  if (index < 0) throw invalidFields({ _cursor: 'Invalid cursor' });
  if (events[index]?.date_updated === at) return index;
  // A later update moved the event: the page begins where it was.
  const older = events.findIndex((event) => event.date_updated <= at);
  return older < 0 ? events.length : older;
}
