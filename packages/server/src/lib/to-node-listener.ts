import { NodeRequest, sendNodeResponse } from 'srvx/node';
import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { configOf } from './config/handler-configs.ts';
import type { HandlerConfig } from './config/handler-config.ts';
import type { CloseHandler } from './create-close-handler.ts';
import { createCallListener } from './node/call-listener.ts';
import type { UndiciDispatcher } from './node/dispatcher.ts';
import { explainFetch } from './node/explain-fetch.ts';
import { loadUndici } from './node/find-dispatcher.ts';

/**
 * A listener for `http.createServer` and frameworks such as Express.
 *
 * @param request - The request of Node.
 * @param response - The response of Node, which the listener writes.
 */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/** The options of {@link toNodeListener}. */
export interface NodeListenerOptions {
  /**
   * The dispatcher of undici 7 that API calls are sent with, such as a `ProxyAgent`. Default: undici's global
   * dispatcher, read at call time.
   */
  readonly dispatcher?: UndiciDispatcher;
}

/**
 * Creates a listener for `node:http` and for frameworks such as Express.
 *
 * Frameworks that strip the mount path keep the full URL in `originalUrl`, which is used when present. Mount
 * the listener before body parsers: a body that was already read cannot be forwarded.
 *
 * With undici 7 installed, API calls go through it directly, by the same rules as through the handler: they
 * cost a fifth, and responses reach the browser compressed. Without it, and when the handler has a `fetch` of
 * its own, they go through `fetch`, and a process warning says so once.
 *
 * @param handler - The handler that {@link createCloseHandler} returned.
 * @param options - The dispatcher, if it differs from the default.
 * @returns The listener. It responds to every request and never calls `next`.
 * @throws TypeError when `dispatcher` is not a dispatcher, or the handler could not use it.
 * @example
 * ```ts
 * http.createServer(toNodeListener(handler)).listen(3000);
 * ```
 */
export function toNodeListener(handler: CloseHandler, options: NodeListenerOptions = {}): NodeListener {
  const config = configOf(handler);
  assertDispatcher(options, config);
  const listener = config === undefined ? listenByFetch(handler) : listenToCalls(handler, config, options);
  return (request, response) => {
    request.url = originalUrl(request);
    listener(request, response);
  };
}

function listenToCalls(
  handler: CloseHandler,
  config: HandlerConfig,
  { dispatcher }: NodeListenerOptions,
): NodeListener {
  const serve = listenByFetch(handler);
  if (config.hasOwnFetch) {
    explainFetch('the handler has a `fetch` of its own. Leave it out to use undici 7.');
    return serve;
  }
  const finding = dispatcher === undefined ? loadUndici() : Promise.resolve(() => dispatcher);
  return createCallListener(config, serve, finding);
}

/** Serves every route through the handler, by web streams. */
export function listenByFetch(handler: CloseHandler): NodeListener {
  return (request, response) => {
    const { socket } = request;
    handler(new NodeRequest({ req: request, res: response }))
      .then((webResponse) => {
        // A connection that is kept alive after its stream has ended would delay `server.close()`; one whose body
        // trickles would go on.
        const isStream = webResponse.headers.get('content-type') === 'text/event-stream';
        if ((isStream || webResponse.status === 408) && request.httpVersionMajor === 1)
          response.setHeader('connection', 'close');
        return sendNodeResponse(response, webResponse);
      })
      .then(() => closeUnread(request, socket))
      .catch(() => response.destroy());
  };
}

// Closing at once could reset the connection before the response arrives.
const lingerMs = 2000;

/** Closes a connection whose body was refused midway: its stream was cancelled, so no further request can follow. */
function closeUnread(request: IncomingMessage, socket: IncomingMessage['socket']): void {
  if (request.complete || !request.destroyed) return;
  setTimeout(() => {
    if (!request.complete) socket.destroy();
  }, lingerMs).unref();
}

function originalUrl(request: IncomingMessage): string | undefined {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  return typeof original === 'string' ? original : request.url;
}

function assertDispatcher({ dispatcher }: NodeListenerOptions, config: HandlerConfig | undefined): void {
  if (dispatcher === undefined) return;
  if (typeof dispatcher?.dispatch !== 'function') {
    throw new TypeError('toNodeListener: `dispatcher` must be a dispatcher of undici 7.');
  }
  if (config === undefined || config.hasOwnFetch) {
    throw new TypeError(
      'toNodeListener: `dispatcher` must be left out unless `handler` is a result of createCloseHandler without `fetch`.',
    );
  }
}
