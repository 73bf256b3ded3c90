/** Something that happened between this server and Close, without secrets. */
export interface ActivityEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** An event of the token vault, or what the demo saw or did itself: `call`, `token_request`, `expired`, … */
  readonly kind: string;
  /** What is worth saying besides, such as `GET /api/v1/me/ 401`. */
  readonly detail?: string | undefined;
}

export interface ActivityFeed {
  readonly record: (kind: string, detail?: string) => void;
  /** Tells the pages something that is no event: it is repeated to whoever comes later. */
  readonly announce: (state: object) => void;
  /** What was kept, then what happens, as server-sent events. */
  readonly stream: () => Response;
}

const kept = 300;
const encoder = new TextEncoder();

/** Tells open pages what goes on between this server and Close. */
export function createActivityFeed(): ActivityFeed {
  const recent: ActivityEntry[] = [];
  const listeners = new Set<(text: string) => void>();
  let state = {};
  const tell = (text: string): void => {
    for (const listener of listeners) listener(text);
  };
  return {
    record: (kind, detail) => {
      const activity: ActivityEntry = { at: Date.now(), kind, detail };
      recent.push(activity);
      if (recent.length > kept) recent.shift();
      tell(message('activity', activity));
    },
    announce: (next) => {
      state = next;
      tell(message('state', next));
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
