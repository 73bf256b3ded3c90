import type { WaitableClock } from '../base/clock.ts';

/** A fault for the next matching requests. */
export interface Fault {
  /** Path prefix of the requests, such as `/oauth2/token/`, or a list of prefixes. Default: any path. */
  path?: string | readonly string[];
  /** Method of the requests. Default: any method. */
  method?: string;
  /** Number of requests it affects; `Infinity`: until it is removed. Default: 1. */
  times?: number;
  /** Respond with this status without handling the request. Default: 200 when `body` is set. */
  status?: number;
  /** Respond with this body without handling the request: a string as it is, other values as JSON. */
  body?: unknown;
  /** Headers to set on the response. */
  headers?: Record<string, string>;
  /**
   * `before`: the request never arrives. `after`: the request is handled, but its response is lost. In both
   * cases `fetch` rejects with a `TypeError`, as for a broken connection.
   */
  drop?: 'before' | 'after';
  /** Delays the response by this many milliseconds of the `clock`. The request is handled at once. */
  delayMs?: number;
  /** Truncates the body: `true` cuts it in half, a number after that many bytes. */
  truncate?: boolean | number;
  /**
   * Sends half of the body, and the rest after this many milliseconds of the `clock`; `Infinity`: never. The head
   * and the first half arrive at once.
   */
  stallMs?: number;
  /** Declares a `content-length` that differs from the length of the body by this many bytes. */
  lengthOff?: number;
}

/** Schedules faults. */
export interface SandboxFaults {
  /**
   * Schedules a fault. At most one fault affects a request: the oldest matching one with a finite `times`,
   * otherwise the newest matching one with `times: Infinity`.
   *
   * @param fault - The fault and the requests it affects.
   * @returns A handle that removes the fault.
   * @example
   * ```ts
   * const down = sandbox.faults.next({ path: ['/api/v1/', '/oauth2/token/'], status: 503, times: Infinity });
   * down.remove();
   * ```
   */
  readonly next: (fault: Fault) => ScheduledFault;
  /** Removes every scheduled fault. */
  readonly clear: () => void;
}

/** A scheduled fault. */
export interface ScheduledFault {
  /** Removes the fault. Requests that it already affects do not change. */
  readonly remove: () => void;
}

/** The scheduled faults, with the methods that apply them. */
export interface FaultPlan extends SandboxFaults {
  /** Takes the next fault that matches this request, and counts it. */
  readonly take: (request: Request) => Fault | undefined;
  /** Handles a request under a fault. */
  readonly apply: (fault: Fault, handle: () => Promise<Response>) => Promise<Response>;
}

/** The error that `fetch` throws when the connection is lost. */
function droppedConnection(): TypeError {
  // oxlint-disable-next-line closekit/type-errors -- not a wrong argument: it imitates `fetch`
  return new TypeError('fetch failed: the sandbox dropped the connection');
}

export function createFaults(clock: WaitableClock): FaultPlan {
  const waiting = new Set<{ readonly fault: Fault; left: number }>();

  function take(request: Request): Fault | undefined {
    const { pathname } = new URL(request.url);
    const matching = [...waiting].filter(({ fault }) => matches(fault, request.method, pathname));
    const entry = matching.find(({ left }) => left !== Infinity) ?? matching.at(-1);
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) waiting.delete(entry);
    return entry.fault;
  }
  return {
    next: (fault) => {
      const entry = { fault: { ...fault }, left: fault.times ?? 1 };
      if (entry.left > 0) waiting.add(entry);
      return { remove: () => void waiting.delete(entry) };
    },
    clear: () => waiting.clear(),
    take,
    apply: async (fault, handle) => {
      if (fault.drop === 'before') throw droppedConnection();
      const response = await alterResponse(cannedResponse(fault) ?? (await handle()), fault, clock);
      if (fault.delayMs !== undefined) await clock.sleep(fault.delayMs);
      if (fault.drop === 'after') throw droppedConnection();
      return response;
    },
  };
}

function matches(fault: Fault, method: string, pathname: string): boolean {
  const isMethod = fault.method === undefined || fault.method.toUpperCase() === method;
  return isMethod && [fault.path ?? '/'].flat().some((path) => pathname.startsWith(path));
}

/** The response that a fault gives instead of the handler, if it gives one. */
function cannedResponse({ status, body }: Fault): Response | undefined {
  if (body === undefined) return status === undefined ? undefined : new Response(null, { status });
  if (typeof body !== 'string') return Response.json(body, { status: status ?? 200 });
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return new Response(body, { status: status ?? 200, headers });
}

async function alterResponse(response: Response, fault: Fault, clock: WaitableClock): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value);
  const init = { status: response.status, headers };
  const { truncate = false, stallMs, lengthOff } = fault;
  const isWhole = truncate === false && stallMs === undefined && lengthOff === undefined;
  if (isWhole || response.body === null) return new Response(response.body, init);
  const whole = new Uint8Array(await response.arrayBuffer());
  const half = Math.floor(whole.length / 2);
  const kept = truncate === false ? whole : whole.subarray(0, truncate === true ? half : truncate);
  if (lengthOff !== undefined) headers.set('content-length', String(kept.length + lengthOff));
  return new Response(stallMs === undefined ? kept : stall(kept, stallMs, clock), init);
}

/** Sends a body in two halves with a pause between them. */
function stall(bytes: Uint8Array<ArrayBuffer>, stallMs: number, clock: WaitableClock): ReadableStream {
  const half = Math.ceil(bytes.length / 2);
  return new ReadableStream({
    start: (sink) => sink.enqueue(bytes.subarray(0, half)),
    async pull(sink) {
      await (stallMs === Infinity ? new Promise(() => {}) : clock.sleep(stallMs));
      if (half < bytes.length) sink.enqueue(bytes.subarray(half));
      sink.close();
    },
  });
}
