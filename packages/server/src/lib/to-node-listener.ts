import { NodeRequest, sendNodeResponse } from 'srvx/node';
import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { configOf } from './config/handler-configs.ts';
import type { HandlerConfig } from './config/handler-config.ts';
import type { CloseHandler } from './create-close-handler.ts';
import type { UndiciDispatcher } from './node/dispatcher.ts';
import { loadUndici } from './node/find-dispatcher.ts';
import { findApiCall, forwardCall } from './node/node-door.ts';

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
  const serve: NodeListener = (request, response) => serveByFetch(handler, request, response);
  if (config === undefined) return serve;
  if (config.hasOwnFetch) {
    explainFetch('the handler has a `fetch` of its own. Leave it out to use undici 7.');
    return serve;
  }
  const { dispatcher } = options;
  const finding = dispatcher === undefined ? loadUndici() : Promise.resolve(() => dispatcher);
  return (request, response) => {
    request.url = originalUrl(request);
    const target = findApiCall(config, request);
    if (target === undefined) return serve(request, response);
    void finding.then((find) => {
      const found = find();
      if (found !== undefined) return forwardCall(config, found, { request, response, target });
      explainFetch('undici 7 is not installed, or its global dispatcher is of another version.');
      return serve(request, response);
    });
  };
}

function serveByFetch(handler: CloseHandler, request: IncomingMessage, response: ServerResponse): void {
  request.url = originalUrl(request);
  handler(new NodeRequest({ req: request, res: response }))
    .then((webResponse) => {
      // A connection that is kept alive after its stream has ended would delay `server.close()`.
      const isStream = webResponse.headers.get('content-type') === 'text/event-stream';
      if (isStream && request.httpVersionMajor === 1) response.setHeader('connection', 'close');
      return sendNodeResponse(response, webResponse);
    })
    .catch(() => response.destroy());
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

let isExplained = false;

/** Says once per process why API calls cost more than they could. */
function explainFetch(reason: string): void {
  if (isExplained) return;
  isExplained = true;
  process.emitWarning(`toNodeListener sends API calls with fetch: ${reason}`, {
    type: 'CloseKit',
    code: 'CLOSEKIT_FETCH',
  });
}
