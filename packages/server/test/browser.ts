import type { CloseHandler } from '../src/lib/create-close-handler.ts';

/** A browser of one user: stores cookies and sends the headers of a page of the app's origin. */
export interface Browser {
  /** Opens a URL of the app. Sends no Strict cookies when another site has sent the browser. */
  visit(path: string | URL, options?: { crossSite?: boolean }): Promise<Response>;
  /** Calls a route of the handler by script. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Calls a route by script, with a `Cookie` header that is not that of the browser. */
  callWith(cookie: string, path: string, headers?: Record<string, string>): Promise<Response>;
  readonly cookies: Map<string, { value: string; attributes: string }>;
  /** Its `Cookie` header. */
  header(): string;
  /** All received headers and bodies, to search in. */
  received(): Promise<string>;
}

export function createBrowser(handler: CloseHandler, origin = 'https://app.example'): Browser {
  const cookies: Browser['cookies'] = new Map();
  const received: Promise<string>[] = [];

  async function send(request: Request): Promise<Response> {
    const response = await handler(request);
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie);
    // A copy of a stream would be read to its end.
    if (response.headers.get('content-type') === 'text/event-stream') return response;
    const headers = JSON.stringify([...response.headers]);
    received.push(
      response
        .clone()
        .text()
        .then((body) => headers + body),
    );
    return response;
  }

  return {
    cookies,
    header: () => cookieHeader(cookies, false),
    callWith(cookie, path, headers = {}) {
      const own = { 'x-closekit': '1', 'sec-fetch-site': 'same-origin' };
      return handler(new Request(new URL(path, origin), { headers: { ...own, ...headers, cookie } }));
    },
    received: async () => (await Promise.all(received)).join('\n'),
    visit(path, { crossSite = false } = {}) {
      const headers = new Headers({ 'sec-fetch-dest': 'document' });
      headers.set('sec-fetch-site', crossSite ? 'cross-site' : 'same-origin');
      headers.set('cookie', cookieHeader(cookies, crossSite));
      return send(new Request(new URL(path, origin), { headers }));
    },
    call(path, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('x-closekit')) headers.set('x-closekit', '1');
      if (!headers.has('sec-fetch-site')) headers.set('sec-fetch-site', 'same-origin');
      if (init.method !== undefined && !headers.has('origin')) headers.set('origin', origin);
      headers.set('cookie', cookieHeader(cookies, false));
      return send(new Request(new URL(path, origin), { ...init, headers }));
    },
  };
}

function keep(cookies: Browser['cookies'], cookie: string): void {
  const [pair = '', ...attributes] = cookie.split('; ');
  const [name = '', value = ''] = pair.split('=');
  if (attributes.includes('Max-Age=0')) cookies.delete(name);
  else cookies.set(name, { value, attributes: attributes.join('; ') });
}

/** The `Cookie` header of the browser. */
export function cookieHeader(cookies: Browser['cookies'], crossSite: boolean): string {
  return [...cookies]
    .filter(([, { attributes }]) => !crossSite || !attributes.includes('SameSite=Strict'))
    .map(([name, { value }]) => `${name}=${value}`)
    .join('; ');
}
