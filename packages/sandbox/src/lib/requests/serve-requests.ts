import type { FaultPlan } from './faults.ts';
import { routeRequests } from './route-requests.ts';
import type { RequestHandlers } from './route-requests.ts';

const maxLoggedRequests = 10_000;
const redacted = '[redacted]';
const publicNames = 'client_id code_challenge_method decision grant_type organization redirect_uri';
const publicParameters = new Set(`${publicNames} response_type scope token_type_hint`.split(' '));

/** A request that reached the sandbox, without secrets. */
export interface RecordedRequest {
  /** The method, such as `GET`. */
  method: string;
  /** The path, such as `/api/v1/lead/`. */
  path: string;
  /** The query without the leading `?`. */
  query: string;
  /** The status of the response; 0 until there is one. */
  status: number;
  /** The parsed body. Secret values of OAuth forms are redacted; uploads are left out. */
  body?: unknown;
  /** Whether the request had an `Authorization` header. */
  authorization: boolean;
}

/** Creates the entry point: faults of the network first, then the log, oldest first, then the router. */
export function serveRequests(
  handlers: RequestHandlers,
  faults: FaultPlan,
): { readonly serve: (request: Request) => Promise<Response>; readonly requests: RecordedRequest[] } {
  const route = routeRequests(handlers);
  const requests: RecordedRequest[] = [];

  async function handle(request: Request): Promise<Response> {
    const fault = faults.take(request);
    if (fault?.drop === 'before') return faults.apply(fault, () => route(request));
    const record = await recordRequest(request);
    requests.push(record);
    if (requests.length > maxLoggedRequests) requests.shift();
    const respond = async (): Promise<Response> => {
      const response = await route(request);
      record.status = response.status;
      return response;
    };
    const response = fault === undefined ? await respond() : await faults.apply(fault, respond);
    record.status = response.status;
    return response;
  }
  return { serve: (request) => Promise.race([handle(request), untilAborted(request.signal)]), requests };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Records a request before it is handled. The caller sets the status later. */
async function recordRequest(request: Request): Promise<RecordedRequest> {
  const url = new URL(request.url);
  const isOAuth = url.pathname.startsWith('/oauth2/');
  const text = url.pathname.startsWith('/storage/') ? '' : await request.clone().text();
  const body = isOAuth ? redactForm(text) : parseBody(text);
  return {
    method: request.method,
    path: url.pathname,
    query: isOAuth ? new URLSearchParams(redactForm(url.search)).toString() : url.search.slice(1),
    status: 0,
    authorization: request.headers.has('authorization'),
    ...(body !== undefined && { body }),
  };
}

function redactForm(text: string): Record<string, string> | undefined {
  if (text === '') return undefined;
  const entries = [...new URLSearchParams(text)];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, publicParameters.has(name) ? value : redacted]),
  );
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
