import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import type { CloseHandler } from '../src/lib/create-close-handler.ts';
import { configOf } from '../src/lib/config/handler-configs.ts';
import { createCallListener } from '../src/lib/node/call-listener.ts';
import { listenByFetch } from '../src/lib/to-node-listener.ts';
import { fetchDispatcher } from './fetch-dispatcher.ts';

/** Listens on loopback until the test ends. */
export async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new URL(`http://127.0.0.1:${address.port}`);
}

/** The listener of the Node door, with a function in place of the connection to Close. */
export function nodeListener(handler: CloseHandler, upstream: typeof fetch): RequestListener {
  const config = configOf(handler);
  if (config === undefined) throw new Error('Only a handler of createCloseHandler has a Node door.');
  const dispatcher = fetchDispatcher(upstream);
  return createCallListener(
    config,
    listenByFetch(handler),
    Promise.resolve(() => dispatcher),
  );
}

/** The same handler, reached through a socket and the Node door. */
export function throughNode(handler: CloseHandler, upstream: typeof fetch): CloseHandler {
  const listener = nodeListener(handler, upstream);
  const departures = new EventTarget();
  let listening: Promise<URL> | undefined;
  return async (request) => {
    listening ??= listen((incoming, response) => {
      const end = response.end.bind(response);
      // What the door writes to a browser that has left, which no browser sees.
      response.end = (...args: unknown[]) => {
        if (response.destroyed) departures.dispatchEvent(new Event(String(response.statusCode)));
        return Reflect.apply(end, response, args);
      };
      listener(incoming, response);
    });
    const leaving = new Promise<Response>((resolve) => {
      request.signal.addEventListener('abort', () => {
        departures.addEventListener('499', () => resolve(new Response(null, { status: 499 })), {
          once: true,
        });
      });
    });
    return Promise.race([send(request, await listening), leaving]);
  };
}

async function send(request: Request, server: URL): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const { method, signal } = request;
  const headers = Object.fromEntries(request.headers);
  const outgoing = sendRequest(new URL(server), { method, path: pathname + search, headers, agent: false });
  signal.addEventListener('abort', () => outgoing.destroy());
  outgoing.end(body);
  return new Promise((resolve, reject) => {
    outgoing.once('response', (incoming) => resolve(toResponse(incoming)));
    outgoing.once('error', (error) => {
      if (!signal.aborted) reject(error);
    });
  });
}

function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 0 } = incoming;
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  }
  if (status === 204 || status === 205) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(webStream(incoming), { status, headers });
}

function webStream(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      incoming.destroy();
    },
  });
}
