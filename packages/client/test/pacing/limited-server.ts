import type { Timeline } from './timeline.ts';

/** The ways in which servers count. */
export type WindowKind = 'aligned' | 'first' | 'bucket' | 'sliding';

/** A server with a rate limit. */
export interface ServerOptions {
  readonly kind: WindowKind;
  readonly limit: number;
  readonly windowMs: number;
  /** `decimal` and `whole` seconds of `reset`, or no headers at all. */
  readonly headers: 'decimal' | 'whole' | 'none';
  /** The limit that the headers state, when it is not the true one. */
  readonly stated?: number;
}

/** The counts of a server. */
export interface LimitedServer {
  served: number;
  refused: number;
  /** Answers a request at the present time. */
  readonly answer: () => Response;
}

/** The state of one window: requests used, and milliseconds until it starts again. */
interface Use {
  readonly used: number;
  readonly resetMs: number;
  readonly take: () => void;
}

/** Creates the server. */
export function createLimitedServer(timeline: Timeline, options: ServerOptions): LimitedServer {
  const read = counters[options.kind](options);
  const server: LimitedServer = {
    served: 0,
    refused: 0,
    answer: () => {
      const now = timeline.clock.now();
      const use = read(now);
      const isServed = use.used < options.limit;
      if (isServed) use.take();
      server[isServed ? 'served' : 'refused'] += 1;
      const used = use.used + (isServed ? 1 : 0);
      return new Response(isServed ? '{}' : '{"error":"Too many requests."}', {
        status: isServed ? 200 : 429,
        headers: toHeaders(options, { used, resetMs: use.resetMs, isServed }),
      });
    },
  };
  return server;
}

interface Stated {
  readonly used: number;
  readonly resetMs: number;
  readonly isServed: boolean;
}

function toHeaders(options: ServerOptions, { used, resetMs, isServed }: Stated): HeadersInit {
  if (options.headers === 'none') return {};
  const seconds = resetMs / 1000;
  const reset = options.headers === 'whole' ? Math.ceil(seconds) : Math.round(seconds * 1e6) / 1e6;
  const limit = options.stated ?? options.limit;
  return {
    ratelimit: `limit=${limit}, remaining=${Math.max(0, limit - used)}, reset=${reset}`,
    ...(!isServed && { 'retry-after': String(Math.ceil(seconds)) }),
  };
}

const counters: Readonly<Record<WindowKind, (options: ServerOptions) => (now: number) => Use>> = {
  aligned: ({ windowMs }) => {
    let start = 0;
    let used = 0;
    return (now) => {
      if (now - start >= windowMs) {
        start = now - (now % windowMs);
        used = 0;
      }
      return { used, resetMs: start + windowMs - now, take: () => (used += 1) };
    };
  },
  first: ({ windowMs }) => {
    let start = -Infinity;
    let used = 0;
    return (now) => {
      if (now - start >= windowMs) {
        start = now;
        used = 0;
      }
      return { used, resetMs: start + windowMs - now, take: () => (used += 1) };
    };
  },
  bucket: ({ limit, windowMs }) => {
    let tokens = limit;
    let at = 0;
    return (now) => {
      tokens = Math.min(limit, tokens + ((now - at) * limit) / windowMs);
      at = now;
      const used = tokens >= 1 ? Math.ceil(limit - tokens) : limit;
      return {
        used: Math.min(used, tokens >= 1 ? limit - 1 : limit),
        resetMs: ((limit - tokens) * windowMs) / limit,
        take: () => (tokens -= 1),
      };
    };
  },
  sliding: ({ windowMs }) => {
    const times: number[] = [];
    return (now) => {
      while (times.length > 0 && (times[0] ?? 0) <= now - windowMs) times.shift();
      const resetMs = times.length > 0 ? (times[0] ?? now) + windowMs - now : windowMs;
      return { used: times.length, resetMs, take: () => times.push(now) };
    };
  },
};
