import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { consolidate, withoutChildren } from './consolidate.ts';
import { makeEvents } from './make-events.ts';
import type { EventCause } from './make-events.ts';
import { recordChanges } from './record-changes.ts';

/** Receives new events. */
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
  const { result, changes } = recordChanges(data, { work, ...(keepMs > 0 && { mark }) });
  const reported = childEvents ? changes : withoutChildren(changes);
  const events = makeEvents(reported, { data, userId: user.id, app, now, meta }).map((event) =>
    consolidate(event, data.events, consolidateMs),
  );
  data.events.push(...events);
  publish(data, events);
  return result;
}
