import { toRequestError } from './api-request.ts';
import type { ApiRequest, Fetch } from './api-request.ts';

/**
 * The end of the transport: builds a fresh `Request` and sends it. Rebuilding costs nothing measurable;
 * cloning would buffer streams and cost more than the rest of the transport.
 *
 * @param send - The caller's `fetch`. The global one is looked up at each call, so that it can be replaced.
 * @returns The innermost layer.
 */
export function sendRequest(send: typeof fetch | undefined): Fetch {
  return async (request) => {
    const fresh = toFreshRequest(request);
    request.tally.attempts += 1;
    const response = await (send ?? globalThis.fetch)(fresh);
    // Browsers hide a redirect that was not followed: no status, no location.
    if (response.type !== 'opaqueredirect') return response;
    throw toRequestError(request, 'server_error', {
      message: 'a redirect, which is not followed',
      response,
    });
  };
}

function toFreshRequest(request: ApiRequest): Request {
  const init: RequestInit = { headers: request.headers };
  if (request.signal) init.signal = request.signal;
  if (request.body !== null) init.body = request.body;
  return new Request(request.template, init);
}
