import type { FaultPlan } from './faults.ts';
import { type RecordedRequest, recordRequest } from './requests.ts';

const LOG_LENGTH = 10_000;

/** Handles requests: the network with its faults first, then the log, then the routes. */
export function serveRequests(
  route: (request: Request) => Promise<Response>,
  faults: FaultPlan,
  log: RecordedRequest[],
): (request: Request) => Promise<Response> {
  async function handle(request: Request): Promise<Response> {
    const fault = faults.take(request);
    if (fault?.drop === 'before') return faults.meet(fault, () => route(request));
    const record = await recordRequest(request);
    log.push(record);
    if (log.length > LOG_LENGTH) log.shift();
    const answer = async (): Promise<Response> => {
      const response = await route(request);
      record.status = response.status;
      return response;
    };
    const response = fault === undefined ? await answer() : await faults.meet(fault, answer);
    record.status = response.status;
    return response;
  }
  return (request) => Promise.race([handle(request), untilAborted(request.signal)]);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
