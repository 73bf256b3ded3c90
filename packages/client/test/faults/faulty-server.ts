import type { Sandbox } from '@closekit/sandbox';
import { faults } from './choose-fault.ts';
import type { Arrival, MixedCall } from './mixed-call.ts';

/** Longer than any run: only the client ends such a request. */
export const neverMs = 3_600_000;

/** Puts the faults of each call before the sandbox, and notes what it did. */
export function faultyServer(sandbox: Sandbox, calls: ReadonlyMap<number, MixedCall>) {
  return async (request: Request): Promise<Response> => {
    const call = calls.get(Number(request.headers.get('x-call')));
    if (!call) throw new Error(`unexpected request ${request.method} ${request.url}`);
    const fault = call.ending ? undefined : call.nextFault();
    const arrival: Arrival = { fault, status: 0, isWhole: true };
    call.arrivals.push(arrival);
    if (call.ending) sandbox.faults.next({ delayMs: neverMs });
    else if (fault) sandbox.faults.next(faults[fault]);
    // The sandbox takes a fault as soon as it is called: each request meets its own.
    const pending = sandbox.fetch(request);
    if (call.ending === 'aborted') call.controller.abort();
    const response = await pending;
    const text = await response.text();
    const isCut = fault === 'cut' && text !== '';
    arrival.status = response.status;
    arrival.isWhole = !isCut && isWhole(text);
    return isCut ? cutResponse(text, response) : new Response(text || null, response);
  };
}

function isWhole(text: string): boolean {
  try {
    return text === '' || JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** Sends half of the body, and breaks the connection. */
function cutResponse(text: string, { status, headers }: Response): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) return controller.error(new Error('cut'));
      isSent = true;
      return controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
    },
  });
  return new Response(body, { status, headers });
}
