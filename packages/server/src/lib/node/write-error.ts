import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { toErrorAnswer } from '../base/error-response.ts';
import type { CloseHandlerError } from '../base/errors.ts';

/** A request of Node and its response. */
export interface NodeExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Responds with an error; a response that has begun is cut instead. */
export function writeError(
  { request, response }: NodeExchange,
  error: CloseHandlerError,
  requestId: string,
): void {
  const { status, headers, body } = toErrorAnswer(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  response.setHeader('x-request-id', requestId);
  // A body that trickles would go on.
  if (status === 408) response.setHeader('connection', 'close');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
  // Skips the rest of a refused body, so that the connection can be used again.
  request.resume();
}
