import type { LiveEvent } from '../src/lib/live/event.ts';
import type { Browser } from './browser.ts';

/** A change of a lead. */
export const event = (id: string, members: Partial<LiveEvent> = {}): LiveEvent => ({
  id,
  organization_id: 'orga_1',
  object_type: 'lead',
  object_id: 'lead_1',
  lead_id: 'lead_1',
  action: 'updated',
  changed_fields: ['name'],
  ...members,
});

/** An event as the stream sends it. */
export const message = (id: string): string =>
  `event: close\nid: ${id}\ndata: {"id":"${id}","object_type":"lead","object_id":"lead_1","lead_id":"lead_1","action":"updated","changed_fields":["name"]}`;

/** Opens a stream as `EventSource` does: without a header of ours. */
export function open(browser: Browser, lastEventId?: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'x-closekit': '', accept: 'text/event-stream' };
  const known = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  return browser.call('/api/close/events', { ...init, headers: { ...headers, ...known } });
}

/** A heartbeat; the first one has a position. */
export const heartbeat = (position?: string, intervalMs = 20_000): string =>
  `event: heartbeat\n${position === undefined ? '' : `id: ${position}\n`}data: {"intervalMs":${intervalMs},"organizationId":"orga_1","userId":"user_1"}`;

/** The heartbeat of a stream with the shortest interval. */
export const beat = heartbeat(undefined, 1);

/** The position that a message has. */
export const positionOf = (first: string | undefined): string => /^id: (.+)$/m.exec(first ?? '')?.[1] ?? '';
