import type { CloseHandler } from './create-close-handler.ts';
import { toPageRequest } from './to-page-request.ts';

/**
 * Creates a `fetch` that calls the handler in the same process on behalf of a browser's request, for loaders
 * and server components. It sends the cookie and the `x-request-id` of that request and follows its signal. Every
 * call goes to the handler, whatever the origin of its URL.
 *
 * A page visit may read, even through a link on another site. All other calls are checked by the origin that
 * the browser reports for its request: one from another site gets 403 `cross_site`, and so does one without
 * that information. So a link cannot make a loader write, and a form on another site cannot make an action
 * write. Cookies that the handler sets do not reach the browser.
 *
 * @param handler - The handler that {@link createCloseHandler} returned.
 * @param page - The browser's request, or its headers, such as `await headers()` of Next.js. With headers alone,
 * calls do not end when the browser disconnects.
 * @returns A `fetch` that also accepts paths.
 * @example
 * ```ts
 * const close = createCloseClient({ auth: cookieSession('/api/close'), fetch: fetchAs(handler, request) });
 * ```
 */
export function fetchAs(handler: CloseHandler, page: Request | Headers): typeof fetch {
  const request = toPageRequest(page);
  return async (input, init) => {
    const call = toRequest(input, init, request.url);
    const { pathname, search } = new URL(call.url);
    const headers = new Headers(call.headers);
    copyHeaders(['cookie', 'origin', 'sec-fetch-site', 'x-closekit'], request.headers, headers);
    // The events of a page and of its calls can then be found together.
    if (!headers.has('x-request-id')) copyHeaders(['x-request-id'], request.headers, headers);
    if (isVisit(request) && isRead(call.method, pathname, call.headers)) vouchFor(headers);
    else if (headers.has('origin') || headers.has('sec-fetch-site')) headers.set('x-closekit', '1');
    const signal = AbortSignal.any([call.signal, request.signal]);
    // With the origin in front, a path such as `//name` cannot become a host.
    const own = new Request(new URL(request.url).origin + pathname + search, call);
    return handler(new Request(own, { headers, signal }));
  };
}

/** Resolves paths, which `Request` accepts only in a page. */
function toRequest(input: RequestInfo | URL, init: RequestInit | undefined, base: string): Request {
  return new Request(input instanceof Request ? input : new URL(input, base), init);
}

const navigations = new Set(['document', 'iframe', 'frame', 'object', 'embed']);

/**
 * Whether the browser opens a page instead of fetching it. Only the user sees such a page, so it may read
 * even when a link on another site led to it. A fetched page could be read by a script of a sibling
 * subdomain.
 */
function isVisit({ method, headers }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const isByHand = headers.get('sec-fetch-site') === 'none';
  return isByHand || navigations.has(headers.get('sec-fetch-dest') ?? 'document');
}

// Reads whose query is too long for a URL: `x-closekit-kind: read` in the contract, as a test checks.
const readsByPost =
  /\/api\/v1\/(?:data\/search|report\/activity|report\/funnel\/opportunity\/(?:stages|totals))\/$/;

function isRead(method: string, pathname: string, headers: Headers): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  if (method !== 'POST') return false;
  const isLongGet = headers.get('x-http-method-override') === 'GET' && pathname.includes('/api/v1/');
  return isLongGet || readsByPost.test(pathname);
}

/** Marks a call as one of the app's own page. */
function vouchFor(headers: Headers): void {
  headers.delete('origin');
  headers.delete('sec-fetch-site');
  headers.set('x-closekit', '1');
}

/** Copies headers of the browser's request. Those it did not send are removed. */
function copyHeaders(names: readonly string[], from: Headers, to: Headers): void {
  for (const name of names) {
    const value = from.get(name);
    if (value === null) to.delete(name);
    else to.set(name, value);
  }
}
