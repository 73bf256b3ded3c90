import type { CloseHandler } from './create-close-handler.ts';

/**
 * Makes a `fetch` that calls the handler in the same process, on behalf of the browser whose request is being answered:
 * for loaders and server components. It carries the cookie and the signal of that request, and reaches nothing but the
 * handler, whatever origin an address has.
 *
 * A request that may change something, such as a form's POST, is judged by the rules of the handler: one from another
 * site gets 403 `cross_site`. Cookies that the handler sets do not reach the browser.
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
    for (const name of carriedHeaders(request)) copyHeader(name, request.headers, headers);
    headers.set('x-closekit', '1');
    const signal = AbortSignal.any([asked.signal, request.signal]);
    const own = new Request(new URL(pathname + search, request.url), asked);
    return handler(new Request(own, { headers, signal }));
  };
}

/** A path has no meaning outside of a page, except here. */
function toRequest(input: RequestInfo | URL, init: RequestInit | undefined, base: string): Request {
  return new Request(input instanceof Request ? input : new URL(input, base), init);
}

/**
 * What opens a page says that it comes from elsewhere when a link leads to it. That is no reason to refuse the page its
 * data: another site cannot see it. What a form sends from elsewhere is refused.
 */
function carriedHeaders({ method }: Request): string[] {
  return method === 'GET' || method === 'HEAD' ? ['cookie'] : ['cookie', 'origin', 'sec-fetch-site'];
}

function copyHeader(name: string, from: Headers, to: Headers): void {
  const value = from.get(name);
  if (value === null) to.delete(name);
  else to.set(name, value);
}
