/** One event between this server and Close, without secrets. */
export interface ActivityEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** An event of the token vault, or one that the demo adds: `call`, `token_request`, `expired`, … */
  readonly kind: string;
  /** Further detail, such as `GET /api/v1/me/ 401`. */
  readonly detail?: string | undefined;
}

export interface ActivityFeed {
  readonly record: (kind: string, detail?: string) => void;
  /** Publishes the state of the demo. Later listeners get the latest one too. */
  readonly announce: (state: object) => void;
  /** Server-sent events: the recent entries and the state first, then each change. */
  readonly stream: () => Response;
}

const maxEntries = 300;
const encoder = new TextEncoder();

/** Streams the events between this server and Close to open pages. */
export function createActivityFeed(): ActivityFeed {
  const recent: ActivityEntry[] = [];
  const listeners = new Set<(text: string) => void>();
  let state = {};
  const send = (text: string): void => {
    for (const listener of listeners) listener(text);
  };
  return {
    record: (kind, detail) => {
      const activity: ActivityEntry = { at: Date.now(), kind, detail };
      recent.push(activity);
      if (recent.length > maxEntries) recent.shift();
      send(message('activity', activity));
    },
    announce: (next) => {
      state = next;
      send(message('state', next));
    },
    stream: () => {
      const start = [message('start', recent), message('state', state)].join('');
      return eventStream(start, listeners);
    },
  };
}

function eventStream(start: string, listeners: Set<(text: string) => void>): Response {
  let listener: (text: string) => void;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      listener = (text) => controller.enqueue(encoder.encode(text));
      listener(start);
      listeners.add(listener);
    },
    cancel: () => void listeners.delete(listener),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
