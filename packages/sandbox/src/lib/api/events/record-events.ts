import type { CloseEvent } from '../../model/close-event.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { makeEvents } from './make-events.ts';
import type { EventCause } from './make-events.ts';
import { recordChanges } from './record-changes.ts';

/** Receives new events. */
export type Publish = (data: OrganizationData, events: readonly CloseEvent[]) => void;

/** Runs the work of a call, and logs and publishes the events of its changes. */
export function recordEvents<T>(
  { data, user, app, now }: Pick<ApiCall, 'data' | 'user' | 'app' | 'now'>,
  { meta, publish, work }: Pick<EventCause, 'meta'> & { publish: Publish; work: () => T },
): T {
  const { result, changes } = recordChanges(data, work);
  const events = makeEvents(changes, { data, userId: user.id, app, now, meta });
  data.events.push(...events);
  publish(data, events);
  return result;
}
