import { request as sendRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pause } from './pause.ts';

/** A process that requests are sent to; without a port it does not listen yet. */
export interface Target {
  readonly port: number | undefined;
  /** How many requests it has responded to. */
  served: number;
}

/** A connection that broke before the response was complete: the request may have had its effect. */
export class CutError extends Error {
  override readonly name = 'CutError';
}

/**
 * Creates a round-robin, as a load balancer in front of the processes. A request that did not reach a process goes to
 * the next one. One that was cut is repeated once, and only if it is a read.
 */
export function createLoadBalancer(
  targets: () => readonly Target[],
): (request: Request) => Promise<Response> {
  let turn = 0;
  return async (request) => {
    // At once, so that two requests that start together reach different processes.
    let own = (turn += 1);
    const body = Buffer.from(await request.arrayBuffer());
    let repeats = request.method === 'GET' ? 1 : 0;
    for (;;) {
      const all = targets();
      const target = all[own % all.length];
      const port = target?.port;
      const outcome = port === undefined ? 'refused' : await sendTo(port, request, body);
      if (outcome instanceof Response) {
        if (target !== undefined) target.served += 1;
        return outcome;
      }
      if (outcome === 'cut' && repeats === 0) throw new CutError('The process has died.');
      if (outcome === 'cut') repeats -= 1;
      own += 1;
      await pause(10);
    }
  };
}

/** Sends a request to one process, over a connection of its own. */
export function sendTo(port: number, request: Request, body: Buffer): Promise<Response | 'refused' | 'cut'> {
  const { pathname, search } = new URL(request.url);
  const { method, signal } = request;
  const headers = Object.fromEntries(request.headers);
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent: false, method, path: pathname + search, headers };
    const outgoing = sendRequest({ ...options, signal }, (incoming) => {
      toResponse(incoming).then(resolve, () => resolve('cut'));
    });
    outgoing.on('error', (error) => {
      if (signal.aborted) reject(error);
      else resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'cut');
    });
    outgoing.end(body);
  });
}

/** A stream is passed on at once; any other response once it is complete. */
async function toResponse(incoming: IncomingMessage): Promise<Response> {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct))
    for (const value of values) headers.append(name, value);
  const { statusCode: status = 500 } = incoming;
  if (headers.get('content-type') === 'text/event-stream')
    return new Response(toStream(incoming), { status, headers });
  const body = await buffer(incoming);
  return new Response(status === 204 ? null : new Uint8Array(body), { status, headers });
}

function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      incoming.on('data', (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
      incoming.on('end', () => controller.close());
      incoming.on('error', (error) => controller.error(error));
    },
    cancel: () => void incoming.destroy(),
  });
}
