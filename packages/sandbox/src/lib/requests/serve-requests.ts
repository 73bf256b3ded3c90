import type { FaultPlan } from './faults.ts';
import { recordRequest } from './record-request.ts';
import type { RecordedRequest } from './record-request.ts';
import { routeRequests } from './route-requests.ts';
import type { RequestHandlers } from './route-requests.ts';

const maxLoggedRequests = 10_000;

/** The way into the sandbox. */
export interface RequestServer {
  readonly serve: (request: Request) => Promise<Response>;
  /** What came in, the oldest first. */
  readonly requests: RecordedRequest[];
}

/** Handles requests: the network with its faults first, then the log, then the rooms. */
export function serveRequests(handlers: RequestHandlers, faults: FaultPlan): RequestServer {
  const route = routeRequests(handlers);
  const requests: RecordedRequest[] = [];

  async function handle(request: Request): Promise<Response> {
    const fault = faults.take(request);
    if (fault?.drop === 'before') return faults.meet(fault, () => route(request));
    const record = await recordRequest(request);
    requests.push(record);
    if (requests.length > maxLoggedRequests) requests.shift();
    const answer = async (): Promise<Response> => {
      const response = await route(request);
      record.status = response.status;
      return response;
    };
    const response = fault === undefined ? await answer() : await faults.meet(fault, answer);
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
