import { NodeRequest, sendNodeResponse } from 'srvx/node';
import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { CloseHandler } from './create-close-handler.ts';

/**
 * A listener for `http.createServer` and frameworks such as Express.
 *
 * @param request - The request of Node.
 * @param response - The response of Node, which the listener writes.
 */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Creates a listener for `node:http` and for frameworks such as Express.
 *
 * Frameworks that strip the mount path keep the full URL in `originalUrl`, which is used when present. Mount
 * the listener before body parsers: a body that was already read cannot be forwarded.
 *
 * @param handler - The handler that {@link createCloseHandler} returned.
 * @returns The listener. It responds to every request and never calls `next`.
 * @example
 * ```ts
 * http.createServer(toNodeListener(handler)).listen(3000);
 * ```
 */
export function toNodeListener(handler: CloseHandler): NodeListener {
  return (request, response) => {
    request.url = originalUrl(request);
    handler(new NodeRequest({ req: request, res: response }))
      .then((webResponse) => {
        // A connection that is kept alive after its stream has ended would delay `server.close()`; one whose body
        // trickles would go on.
        const isStream = webResponse.headers.get('content-type') === 'text/event-stream';
        if ((isStream || webResponse.status === 408) && request.httpVersionMajor === 1)
          response.setHeader('connection', 'close');
        return sendNodeResponse(response, webResponse);
      })
      .catch(() => response.destroy());
  };
}

function originalUrl(request: IncomingMessage): string | undefined {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  return typeof original === 'string' ? original : request.url;
}
