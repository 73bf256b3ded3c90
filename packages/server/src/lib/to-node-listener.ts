import { NodeRequest, sendNodeResponse } from 'srvx/node';
import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { CloseHandler } from './create-close-handler.ts';

/** What `http.createServer` and Express-like frameworks call. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Makes a listener for `node:http` and for frameworks that call one, such as Express.
 *
 * Frameworks that strip the prefix they mount at keep the whole address in `originalUrl`, which is used when present.
 * Mount it before body parsers: a body that was read cannot be passed on.
 *
 * @param handler - What {@link createCloseHandler} returned.
 * @returns The listener. It answers every request itself and never calls `next`.
 * @example
 * ```ts
 * http.createServer(toNodeListener(handler)).listen(3000);
 * ```
 */
export function toNodeListener(handler: CloseHandler): NodeListener {
  return (request, response) => {
    request.url = originalUrl(request);
    handler(new NodeRequest({ req: request, res: response }))
      .then((answer) => {
        // Kept alive after a stream has ended, its connection would hold up a server that closes.
        const isStream = answer.headers.get('content-type') === 'text/event-stream';
        if (isStream && request.httpVersionMajor === 1) response.setHeader('connection', 'close');
        return sendNodeResponse(response, answer);
      })
      .catch(() => response.destroy());
  };
}

function originalUrl(request: IncomingMessage): string | undefined {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  return typeof original === 'string' ? original : request.url;
}
