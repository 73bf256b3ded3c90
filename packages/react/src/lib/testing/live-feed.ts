/** The organization and the user whose events a stream sends. */
export interface LiveFeedOwner {
  readonly organizationId: string;
  readonly userId: string;
}

/** The server side of the live events of one session. */
export interface LiveFeed {
  /**
   * Opens a stream of server-sent events.
   *
   * @param lastEventId - The last event that the page knows; the stream continues after it.
   */
  open(owner: LiveFeedOwner, lastEventId: string | null): Response;
  /** Sends one event to every open stream. */
  send(name: string, data: unknown, id: string): void;
  /** Closes every open stream. */
  close(): void;
}

/** The interval of heartbeats, as of `@closekit/server`. */
const intervalMs = 20_000;

/** A message and its position. */
interface Sent {
  readonly id: string;
  readonly message: Uint8Array;
}

/**
 * Creates a feed without open streams.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createLiveFeed(): LiveFeed {
  const ends = new Map<ReadableStreamDefaultController<Uint8Array>, () => void>();
  const history: Sent[] = [{ id: 'ev_start', message: new Uint8Array() }];

  function start(stream: ReadableStreamDefaultController<Uint8Array>, owner: LiveFeedOwner): void {
    const heartbeat = toMessage('heartbeat', { intervalMs, ...owner });
    const beat = setInterval(() => stream.enqueue(heartbeat), intervalMs);
    ends.set(stream, () => {
      clearInterval(beat);
      ends.delete(stream);
    });
  }

  return {
    open: (owner, lastEventId) => {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined;
      const known = history.findIndex(({ id }) => id === lastEventId);
      const last = history.at(known)?.id;
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          own = stream;
          start(stream, owner);
          stream.enqueue(toMessage('heartbeat', { intervalMs, ...owner }, last));
          if (lastEventId !== null && known < 0) stream.enqueue(toMessage('reset', {}, last));
          const missed = known < 0 ? [] : history.slice(known + 1);
          for (const { message } of missed) stream.enqueue(message);
        },
        cancel: () => own && ends.get(own)?.(),
      });
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      });
    },
    send: (name, data, id) => {
      const message = toMessage(name, data, id);
      history.push({ id, message });
      for (const stream of ends.keys()) stream.enqueue(message);
    },
    close: () => {
      for (const [stream, end] of ends) {
        end();
        stream.close();
      }
    },
  };
}

const encoder = new TextEncoder();

function toMessage(name: string, data: unknown, id?: string): Uint8Array {
  const position = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`event: ${name}\n${position}data: ${JSON.stringify(data)}\n\n`);
}
