import type { FaultPlan } from './faults.ts';
import { recordRequest } from './record-request.ts';
import type { RecordedRequest } from './record-request.ts';
import { routeRequests } from './route-requests.ts';
import type { RequestHandlers } from './route-requests.ts';

const maxLoggedRequests = 10_000;

/** The entry point for requests. */
export interface RequestServer {
  readonly serve: (request: Request) => Promise<Response>;
  /** The log of requests, oldest first. */
  readonly requests: RecordedRequest[];
}

/** Creates the entry point: faults of the network first, then the log, then the router. */
export function serveRequests(handlers: RequestHandlers, faults: FaultPlan): RequestServer {
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
