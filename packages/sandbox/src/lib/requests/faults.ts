import type { WaitableClock } from '../base/clock.ts';

/** Something that goes wrong with the next requests that fit. */
export interface Fault {
  /** Only requests whose path begins so, such as `/oauth2/token/`, or in one of several ways. Default: any. */
  path?: string | readonly string[];
  /** Only requests of this method. Default: any. */
  method?: string;
  /** How many requests it meets; `Infinity` until it is removed. Default 1. */
  times?: number;
  /** Answer with this status without handling the request. Default 200 when only `body` is given. */
  status?: number;
  /** Answer with this body without handling the request: text as it is, anything else as JSON. */
  body?: unknown;
  /** Headers of that answer, or more headers for the real one. */
  headers?: Record<string, string>;
  /**
   * `before`: the request never arrives. `after`: it is handled, its answer is lost.
   * Either way `fetch` rejects with a `TypeError`, as it does when a connection breaks.
   */
  drop?: 'before' | 'after';
  /** The request is handled at once, its answer comes this much later (see `clock`). */
  delayMs?: number;
  /** Cut the body of the answer: `true` in the middle, a number after that many characters. */
  truncate?: boolean | number;
}

/** Where tests order faults. */
export interface SandboxFaults {
  /**
   * Orders a fault. A request meets one: the first ordered of those that are counted and fit, else the last ordered of
   * those without end.
   * @param fault - What goes wrong, and with which requests.
   * @returns A handle to take it back with.
   * @example
   * const down = sandbox.faults.next({ path: ['/api/v1/', '/oauth2/token/'], status: 503, times: Infinity });
   * down.remove();
   */
  readonly next: (fault: Fault) => ScheduledFault;
  /** Takes back every fault that is still waiting. */
  readonly clear: () => void;
}

/** A fault that was ordered. */
export interface ScheduledFault {
  /** Takes it back, if it is still waiting. Requests that have met it already are not changed. */
  readonly remove: () => void;
}

/** A plan of faults, seen from the inside. */
export interface FaultPlan extends SandboxFaults {
  /** The next fault that fits this request. It counts as met. */
  readonly take: (request: Request) => Fault | undefined;
  /** Handles a request as the fault wants it. */
  readonly meet: (fault: Fault, handle: () => Promise<Response>) => Promise<Response>;
}

/** What `fetch` rejects with when a connection breaks. */
const droppedMessage = 'fetch failed: the sandbox droppedMessage the connection';

interface Waiting {
  readonly fault: Fault;
  left: number;
}

/** Makes an empty plan of faults. */
export function createFaults(clock: WaitableClock): FaultPlan {
  const waiting = new Set<Waiting>();

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
    meet: async (fault, handle) => {
      if (fault.drop === 'before') throw new TypeError(droppedMessage);
      const response = await alterResponse(isCanned(fault) ? cannedResponse(fault) : await handle(), fault);
      if (fault.delayMs !== undefined) await clock.sleep(fault.delayMs);
      if (fault.drop === 'after') throw new TypeError(droppedMessage);
      return response;
    },
  };
}

function matches(fault: Fault, method: string, pathname: string): boolean {
  const isMethod = fault.method === undefined || fault.method.toUpperCase() === method;
  return isMethod && [fault.path ?? '/'].flat().some((path) => pathname.startsWith(path));
}

function isCanned(fault: Fault): boolean {
  return fault.status !== undefined || fault.body !== undefined;
}

function cannedResponse({ status = 200, body }: Fault): Response {
  if (body === undefined) return new Response(null, { status });
  if (typeof body !== 'string') return Response.json(body, { status });
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

async function alterResponse(response: Response, { headers, truncate }: Fault): Promise<Response> {
  const merged = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  const init = { status: response.status, headers: merged };
  if (truncate === undefined || truncate === false) return new Response(response.body, init);
  const text = await response.text();
  return new Response(text.slice(0, truncate === true ? Math.floor(text.length / 2) : truncate), init);
}
