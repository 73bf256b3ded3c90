import { findSession, requireSession } from '../session/browser-session.ts';
import type { BrowserSession } from '../session/browser-session.ts';
import { CloseServerError } from '../base/errors.ts';
import { openEventStream } from '../live/event-stream.ts';
import type { OpenStream } from '../live/event-streams.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { positionOf } from '../live/event.ts';
import type { LiveEvent } from '../live/event.ts';
import type { LiveSettings } from '../live/parse-webhook-options.ts';

// More than anyone has tabs, and than a page leaves behind that comes back again and again.
const mostOfSession = 100;

/**
 * `GET events`: tells a page what changes in the organization its session uses, as server-sent events.
 *
 * - `close`: one change.
 * - `reset`: changes were missed that nobody knows any more; whatever the page holds may be stale.
 */
export async function events(config: HandlerConfig, request: Request, live: LiveSettings): Promise<Response> {
  const session = await requireSession(config, request);
  if (live.streams.countOf(session.key) >= mostOfSession) throw tooManyStreams();
  const { organizationId, userId } = session.record;
  const stream = openEventStream(leave);
  const lastPosition = request.headers.get('last-event-id');
  const place = live.feed.follow(organizationId, lastPosition, (event) => stream.send(toMessage(event)));
  const end = (): void => stream.end();
  const check = async (): Promise<void> => {
    // A store that is away for a moment is no reason to send everyone away; the next beat asks again.
    const reason = await whyToEnd(config, session).catch(() => undefined);
    if (reason !== undefined) end();
  };
  const open: OpenStream = { key: session.key, userId, check, end };
  const beat = setInterval(() => {
    stream.send(':\n\n');
    void check();
  }, live.heartbeatMs);
  request.signal.addEventListener('abort', end, { once: true });

  function leave(): void {
    clearInterval(beat);
    request.signal.removeEventListener('abort', end);
    live.streams.delete(open);
    place.stop();
  }

  // A position without data is remembered by the browser and shown to nobody.
  if (place.missed === undefined) stream.send(`event: reset\nid: ${place.position}\ndata: {}\n\n`);
  else stream.send(`id: ${lastPosition ?? place.position}\n\n`);
  for (const event of place.missed ?? []) stream.send(toMessage(event));
  // Listed first and judged then: a logout in between finds it, or is seen here.
  const isClosing = !live.streams.add(open);
  try {
    const reason = await whyToEnd(config, session);
    if (reason !== undefined) throw new CloseServerError(reason, 'This session has no connection to follow.');
  } catch (error) {
    end();
    throw error;
  }
  if (isClosing || request.signal.aborted) end();
  return stream.response;
}

/** Why a stream must not go on; undefined when it may. */
async function whyToEnd(
  config: HandlerConfig,
  { key, record }: BrowserSession,
): Promise<'signed_out' | 'reauthorization_required' | undefined> {
  if ((await findSession(config, key)) === undefined) return 'signed_out';
  const { status } = await config.oauth.grant(record).status();
  if (status === 'reauthorization_required') return status;
  return status === 'active' ? undefined : 'signed_out';
}

function tooManyStreams(): CloseServerError {
  return new CloseServerError('too_many_streams', `A session has at most ${mostOfSession} streams open.`);
}

function toMessage(event: LiveEvent): string {
  const { organization_id: _own, date_updated: _time, ...told } = event;
  return `event: close\nid: ${positionOf(event)}\ndata: ${JSON.stringify(told)}\n\n`;
}
