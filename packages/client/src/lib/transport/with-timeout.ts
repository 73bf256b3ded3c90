import { toRequestError } from './api-request.ts';
import type { ApiRequest, Fetch } from './api-request.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { withinTimeLimit } from './within-time-limit.ts';

/**
 * Limits one attempt by the time limit and the caller's signal. It also reads the body: a response from this
 * layer is complete, and a connection lost while reading is a failed attempt like any other.
 *
 * @throws CloseApiError `timeout`, `aborted`, or `network` for any other failure of `next`.
 */
export function withTimeout(next: Fetch): Fetch {
  return (request) =>
    withinTimeLimit(request, {
      run: async (signal) => readWhole(await next({ ...request, signal })),
      toError: (cause) => toNetworkError(cause, request),
    });
}

async function readWhole(response: Response): Promise<Response> {
  const bytes = await response.arrayBuffer();
  const whole = new Response(bytes.byteLength > 0 ? bytes : null, response);
  return Object.defineProperty(whole, 'url', { value: response.url });
}

function toNetworkError(cause: unknown, request: ApiRequest): Error {
  if (isCloseApiError(cause)) return cause;
  return toRequestError(request, 'network', { message: 'The request failed. Check the network.', cause });
}
