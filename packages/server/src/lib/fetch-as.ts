import type { CloseHandler } from './create-close-handler.ts';

/**
 * Makes a `fetch` that calls the handler in the same process, on behalf of the browser whose request is being answered:
 * for loaders and server components. It carries the cookie and the signal of that request, and reaches nothing but the
 * handler, whatever origin an address has.
 *
 * A page that is visited may read, wherever the link stands that leads to it. Everything else is judged by where the
 * browser says that its request comes from: one of another site gets 403 `cross_site`, and so does one that does not
 * say. So a loader cannot be made to write by a link, nor an action by a form. Cookies that the handler sets do not reach
 * the browser.
 *
 * @param handler - What {@link createCloseHandler} returned.
 * @param request - The request of the browser.
 * @returns A `fetch` that also takes paths.
 * @example
 * ```ts
 * const close = createCloseClient({ auth: cookieSession('/api/close'), fetch: fetchAs(handler, request) });
 * ```
 */
export function fetchAs(handler: CloseHandler, request: Request): typeof fetch {
  return async (input, init) => {
    const asked = toRequest(input, init, request.url);
    const { pathname, search } = new URL(asked.url);
    const headers = new Headers(asked.headers);
    copyHeaders(['cookie', 'origin', 'sec-fetch-site', 'x-closekit'], request.headers, headers);
    if (isVisit(request) && isRead(asked.method, pathname, asked.headers)) vouchFor(headers);
    else if (headers.has('origin') || headers.has('sec-fetch-site')) headers.set('x-closekit', '1');
    const signal = AbortSignal.any([asked.signal, request.signal]);
    const own = new Request(new URL(pathname + search, request.url), asked);
    return handler(new Request(own, { headers, signal }));
  };
}

/** A path has no meaning outside of a page, except here. */
function toRequest(input: RequestInfo | URL, init: RequestInit | undefined, base: string): Request {
  return new Request(input instanceof Request ? input : new URL(input, base), init);
}

const navigations = new Set(['document', 'iframe', 'frame', 'object', 'embed']);

/**
 * Whether a page is opened, and not fetched. It is shown to the person alone, so that a link on another site is no
 * reason to refuse it its data. What a script of a sibling subdomain fetches, that script might read.
 */
function isVisit({ method, headers }: Request): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const isByHand = headers.get('sec-fetch-site') === 'none';
  return isByHand || navigations.has(headers.get('sec-fetch-dest') ?? 'document');
}

// Questions that are too long for an address.
const asksByPost =
  /\/api\/v1\/(?:data\/search|report\/activity|report\/funnel\/opportunity\/(?:stages|totals))\/$/;

function isRead(method: string, pathname: string, headers: Headers): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  if (method !== 'POST') return false;
  const isLongGet = headers.get('x-http-method-override') === 'GET' && pathname.includes('/api/v1/');
  return isLongGet || asksByPost.test(pathname);
}

/** Says that the page itself asks. */
function vouchFor(headers: Headers): void {
  headers.delete('origin');
  headers.delete('sec-fetch-site');
  headers.set('x-closekit', '1');
}

/** What the browser did not send, nobody sends for it. */
function copyHeaders(names: readonly string[], from: Headers, to: Headers): void {
  for (const name of names) {
    const value = from.get(name);
    if (value === null) to.delete(name);
    else to.set(name, value);
  }
}
