import { findSession, requireSession } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { CloseServerError } from '../base/errors.ts';
import { openEventStream } from '../live/event-stream.ts';
import type { OpenStream } from '../live/event-streams.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { positionOf } from '../live/event.ts';
import type { LiveEvent } from '../live/event.ts';
import { readGrantStatus } from '../session/grant-status.ts';
import type { LiveSettings } from '../live/parse-webhook-options.ts';

/**
 * `GET events`: streams the changes in the session's active organization, as server-sent events. The position of a
 * client that reconnects is the header `Last-Event-ID`, or the query parameter `lastEventId` of a new `EventSource`,
 * which cannot send headers.
 *
 * - `heartbeat`: the first message, and one per interval: `{ intervalMs, organizationId, userId }`.
 * - `close`: one change.
 * - `reset`: changes were missed that are no longer known; all data on the page may be stale.
 */
export async function events(config: HandlerConfig, request: Request, live: LiveSettings): Promise<Response> {
  const session = await requireSession(config, request);
  const { organizationId, userId } = session.record;
  const stream = openEventStream(leave);
  const { searchParams } = new URL(request.url);
  const lastPosition = request.headers.get('last-event-id') ?? searchParams.get('lastEventId');
  const place = live.feed.follow(organizationId, lastPosition, {
    event: (event) => stream.send(toMessage(event)),
    reset: (position) => stream.send(toReset(position)),
  });
  const end = (): void => stream.end();
  const check = async (): Promise<void> => {
    // A brief failure of a store must not close every stream; the next heartbeat checks again.
    const reason = await findEndReason(config, session).catch(() => undefined);
    if (reason !== undefined) end();
  };
  const open: OpenStream = { session, check, end };
  const heartbeat = { intervalMs: live.heartbeatMs, organizationId, userId };
  const repeated = toHeartbeat(heartbeat);
  const beat = setInterval(() => {
    stream.send(repeated);
    void check();
  }, live.heartbeatMs);
  request.signal.addEventListener('abort', end, { once: true });

  function leave(): void {
    clearInterval(beat);
    request.signal.removeEventListener('abort', end);
    live.streams.delete(open);
    place.stop();
  }

  // A position with a known continuation is one that this server has sent, so it is safe to send again.
  const { missed, position } = place;
  stream.send(toHeartbeat(heartbeat, missed === undefined ? position : (lastPosition ?? position)));
  if (missed === undefined) stream.send(toReset(position));
  for (const event of missed ?? []) stream.send(toMessage(event));
  try {
    live.endings.watch();
    // Registered before the check: a concurrent logout either finds the stream or is noticed here.
    const isClosing = !live.streams.add(open);
    const reason = await findEndReason(config, session);
    if (reason !== undefined)
      throw new CloseServerError(reason, 'The connection of this session has ended. Connect again.');
    if (isClosing || request.signal.aborted) end();
  } catch (error) {
    end();
    throw error;
  }
  return stream.response;
}

/** The reason to close a stream; `undefined` while it may stay open. */
async function findEndReason(
  config: HandlerConfig,
  { key, record }: BrowserSession,
): Promise<'signed_out' | 'reauthorization_required' | undefined> {
  if ((await findSession(config, key)) === undefined) return 'signed_out';
  const { status } = await readGrantStatus(config.oauth.grant(record));
  if (status === 'reauthorization_required' || status === 'unreadable') return 'reauthorization_required';
  return status === 'active' ? undefined : 'signed_out';
}

const encoder = new TextEncoder();

/** Proves to the page that the stream is alive, and which session it belongs to. */
function toHeartbeat(heartbeat: object, position?: string): Uint8Array {
  const id = position === undefined ? '' : `id: ${position}\n`;
  return encoder.encode(`event: heartbeat\n${id}data: ${JSON.stringify(heartbeat)}\n\n`);
}

function toReset(position: string): Uint8Array {
  return encoder.encode(`event: reset\nid: ${position}\ndata: {}\n\n`);
}

// One copy for all streams: a user can open many that never read, and each holds back hundreds of messages.
const messages = new WeakMap<LiveEvent, Uint8Array>();

function toMessage(event: LiveEvent): Uint8Array {
  const message = messages.get(event) ?? writeMessage(event);
  messages.set(event, message);
  return message;
}

function writeMessage(event: LiveEvent): Uint8Array {
  const { organization_id: _own, date_updated: _time, ...data } = event;
  return encoder.encode(`event: close\nid: ${positionOf(event)}\ndata: ${JSON.stringify(data)}\n\n`);
}
