/** The server side of the live events of one session. */
export interface LiveFeed {
  /** Opens a stream of server-sent events. */
  open(): Response;
  /** Sends one event to every open stream. */
  send(name: string, data: unknown, id?: string): void;
  /** Closes every open stream. */
  close(): void;
}

/**
 * Creates a feed without open streams.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createLiveFeed(): LiveFeed {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  return {
    open: () => {
      const cleanups: (() => void)[] = [];
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          streams.add(stream);
          cleanups.push(() => streams.delete(stream));
          // A comment, so that the response starts at once.
          stream.enqueue(encoder.encode(': open\n\n'));
        },
        cancel: () => cleanups.forEach((cleanup) => cleanup()),
      });
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      });
    },
    send: (name, data, id) => {
      const lines = [
        `event: ${name}`,
        ...(id === undefined ? [] : [`id: ${id}`]),
        `data: ${JSON.stringify(data)}`,
      ];
      const message = encoder.encode(`${lines.join('\n')}\n\n`);
      for (const stream of streams) stream.enqueue(message);
    },
    close: () => {
      for (const stream of streams) stream.close();
      streams.clear();
    },
  };
}
