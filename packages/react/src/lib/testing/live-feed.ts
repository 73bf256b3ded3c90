/** The end of a server that sends live events to the pages of one session. */
export interface LiveFeed {
  /** Opens one stream of server-sent events. */
  open(): Response;
  /** Sends one event to every open stream. */
  send(name: string, data: unknown, id?: string): void;
  /** Ends every open stream. */
  end(): void;
}

/**
 * Creates a feed that nobody listens to yet.
 *
 * @returns The feed.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createLiveFeed(): LiveFeed {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  return {
    open: () => {
      const ends: (() => void)[] = [];
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          streams.add(stream);
          ends.push(() => streams.delete(stream));
          // A comment, so that the answer begins at once.
          stream.enqueue(encoder.encode(': open\n\n'));
        },
        cancel: () => ends.forEach((end) => end()),
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
    end: () => {
      for (const stream of streams) stream.close();
      streams.clear();
    },
  };
}
