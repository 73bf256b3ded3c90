import { toRequestError } from './api-request.ts';
import type { ApiRequest, Fetch } from './api-request.ts';

/**
 * The innermost layer: builds a new `Request` and sends it. Rebuilding costs nothing measurable; cloning
 * would buffer streams and cost more than the rest of the transport. The global `fetch` is looked up at each
 * call, so that it can be replaced.
 */
export function sendRequest(send: typeof fetch | undefined): Fetch {
  return async (request) => {
    const fresh = toFreshRequest(request);
    request.tally.attempts += 1;
    const response = await (send ?? globalThis.fetch)(fresh);
    // Browsers hide status and location of a redirect that is not followed.
    if (response.type !== 'opaqueredirect') return response;
    const message = 'Redirects are not followed. Check `baseUrl`.';
    throw toRequestError(request, 'server_error', { message, response });
  };
}

function toFreshRequest(request: ApiRequest): Request {
  const init: RequestInit = { headers: request.headers };
  if (request.signal) init.signal = request.signal;
  if (request.body !== null) init.body = request.body;
  return new Request(request.template, init);
}
