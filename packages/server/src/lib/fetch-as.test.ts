import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cookieHeader, createBrowser } from '../../test/browser.ts';
import { codeOf, setUp, signIn } from '../../test/set-up-handler.ts';
import type { HandlerSetupOptions } from '../../test/set-up-handler.ts';
import { memorySessionStore } from './stores/memory.ts';
import { closeSession } from './close-session.ts';
import { fetchAs } from './fetch-as.ts';

/** The request of a page that a signed-in browser opens. */
async function openPage(options: HandlerSetupOptions = {}, init: RequestInit = {}) {
  const setup = await signIn(options);
  const headers = new Headers(init.headers);
  headers.set('cookie', cookieHeader(setup.browser.cookies, false));
  return { ...setup, request: new Request('http://10.0.0.7:8080/leads?tab=1', { ...init, headers }) };
}

interface Contract {
  readonly paths: Readonly<Record<string, { readonly post?: { readonly 'x-closekit-kind'?: string } }>>;
}

async function broken(): Promise<never> {
  throw new Error('disk');
}

describe('fetchAs', () => {
  it('calls the handler by path, with the session of the browser', async () => {
    const { handler, request, reached } = await openPage();
    const answer = await fetchAs(handler, request)('/api/close/api/v1/lead/?_limit=3');
    expect([answer.status, reached]).toEqual([200, ['https://api.close.com/api/v1/lead/?_limit=3']]);
  });

  it("sends the id of the browser's request, unless the call has its own", async () => {
    const { handler, request } = await openPage({}, { headers: { 'x-request-id': 'req_page' } });
    const fetchOwn = fetchAs(handler, request);
    const own = { headers: { 'x-request-id': 'req_own' } };
    const answers = [await fetchOwn('/api/close/session'), await fetchOwn('/api/close/session', own)];
    expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual(['req_page', 'req_own']);
  });

  it('reaches only the handler', async () => {
    const { handler, request, reached } = await openPage();
    const fetchOwn = fetchAs(handler, request);
    const elsewhere = ['https://evil.example/collect', new URL('https://api.close.com/api/v1/me/'), '/leads'];
    expect(await Promise.all(elsewhere.map((address) => codeOf(fetchOwn(address))))).toEqual(
      elsewhere.map(() => [404, 'not_found']),
    );
    expect(reached).toEqual([]);
  });

  it('forwards method, headers and body, also those of a Request', async () => {
    const bodies: string[] = [];
    const answer: HandlerSetupOptions['answer'] = async (_url, init) => {
      bodies.push(`${init.method} ${await new Response(init.body).text()}`);
      return Response.json({});
    };
    const { handler, request } = await openPage(
      { answer },
      { method: 'POST', headers: { origin: 'https://app.example' } },
    );
    const fetchOwn = fetchAs(handler, request);
    await fetchOwn('/api/close/api/v1/lead/', { method: 'POST', body: 'first' });
    const init = { method: 'PUT', body: 'second', headers: { cookie: 'closekit=forged' } };
    const sent = new Request('http://server.invalid/api/close/api/v1/lead/lead_1/', init);
    expect((await fetchOwn(sent)).status).toBe(200);
    expect(bodies).toEqual(['POST first', 'PUT second']);
  });

  it('does not sign in a browser without a session', async () => {
    const { handler } = setUp();
    const answer = fetchAs(handler, new Request('https://app.example/'))('/api/close/api/v1/lead/');
    expect(await codeOf(answer)).toEqual([401, 'signed_out']);
  });

  it('lets a page read its data, whatever link leads to it', async () => {
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' };
    const { handler, request } = await openPage({}, { headers });
    expect((await fetchAs(handler, request)('/api/close/api/v1/lead/')).status).toBe(200);
  });

  it('refuses fetches, frames and scripts of a sibling subdomain', async () => {
    const answers = ['empty', 'script', 'image'].map(async (dest) => {
      const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': dest };
      const { handler, request } = await openPage({}, { headers });
      return codeOf(fetchAs(handler, request)('/api/close/api/v1/lead/'));
    });
    expect(await Promise.all(answers)).toEqual(answers.map(() => [403, 'cross_site']));
  });

  it('lets no link write, not even a typed one or one in an e-mail', async () => {
    const writes: [path: string, method: string][] = [
      ['/api/close/logout', 'POST'],
      ['/api/close/switch', 'POST'],
      ['/api/close/api/v1/lead/', 'POST'],
      ['/api/close/api/v1/lead/lead_1/', 'PUT'],
      ['/api/close/api/v1/lead/lead_1/', 'DELETE'],
    ];
    const links: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' },
      { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' },
      // Browsers before 2023 do not send `Sec-Fetch-Site`.
      {},
    ];
    for (const headers of links) {
      const { handler, request, reached } = await openPage({}, { headers });
      const forged = { 'x-closekit': '1', origin: 'https://app.example', 'x-http-method-override': 'POST' };
      const answers = writes.map(([path, method]) =>
        codeOf(fetchAs(handler, request)(path, { method, headers: forged })),
      );
      expect(await Promise.all(answers)).toEqual(writes.map(() => [403, 'cross_site']));
      expect(reached).toEqual([]);
    }
  });

  it('lets pages search and report, which are reads by POST', async () => {
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' };
    const { handler, request } = await openPage({}, { headers });
    const fetchOwn = fetchAs(handler, request);
    const long = { 'x-http-method-override': 'GET' };
    const answers = await Promise.all([
      fetchOwn('/api/close/api/v1/data/search/', { method: 'POST', body: '{}' }),
      fetchOwn('/api/close/api/v1/report/funnel/opportunity/totals/', { method: 'POST', body: '{}' }),
      fetchOwn('/api/close/api/v1/lead/', { method: 'POST', body: '{}', headers: long }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await codeOf(fetchOwn('/api/close/logout', { method: 'POST', headers: long }))).toEqual([
      403,
      'cross_site',
    ]);
  });

  it('lets pages send exactly those POSTs that the contract marks as reads', async () => {
    const url = new URL('../../../openapi/close.openapi.json', import.meta.url);
    const { paths }: Contract = JSON.parse(readFileSync(url, 'utf8'));
    const posts = Object.entries(paths).flatMap(([path, { post }]) =>
      post === undefined ? [] : [{ path, post }],
    );
    const marked = posts.filter(({ post }) => post['x-closekit-kind'] === 'read').map(({ path }) => path);
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' };
    const { handler, request } = await openPage({}, { headers });
    const sent: string[] = [];
    for (const { path } of posts) {
      const filled = path.replaceAll(/\{\w+\}/g, 'x');
      const init = { method: 'POST', body: '{}' };
      const { status } = await fetchAs(handler, request)(`/api/close/api/v1${filled}`, init);
      if (status !== 403) sent.push(path);
    }
    expect(marked.length).toBeGreaterThan(0);
    expect(sent.toSorted()).toEqual(marked.toSorted());
  });

  it('does not vouch for the origin of a form', async () => {
    const { handler, request } = await openPage({}, { method: 'POST' });
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin', 'x-closekit': '1' };
    const answer = fetchAs(handler, request)('/api/close/logout', { method: 'POST', headers });
    expect(await codeOf(answer)).toEqual([403, 'cross_site']);
  });

  it('refuses a form of another site', async () => {
    const foreign: HeadersInit[] = [
      { origin: 'https://sub.app.example' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ];
    const refusals = foreign.map(async (headers) => {
      const { handler, request } = await openPage({}, { method: 'POST', headers });
      return codeOf(fetchAs(handler, request)('/api/close/logout', { method: 'POST' }));
    });
    expect(await Promise.all(refusals)).toEqual(foreign.map(() => [403, 'cross_site']));
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' };
    const { handler, request } = await openPage({}, { method: 'POST', headers });
    expect((await fetchAs(handler, request)('/api/close/logout', { method: 'POST' })).status).toBe(204);
  });

  it('calls with the headers of a page alone', async () => {
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' };
    const { handler, request, reached } = await openPage({}, { headers });
    const fetchOwn = fetchAs(handler, request.headers);
    expect((await fetchOwn('/api/close/api/v1/lead/?_limit=3')).status).toBe(200);
    expect(reached).toEqual(['https://api.close.com/api/v1/lead/?_limit=3']);
    expect(await codeOf(fetchOwn('/api/close/logout', { method: 'POST' }))).toEqual([403, 'cross_site']);
  });

  it('takes headers with an origin or a body for those of a form', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://sub.app.example' },
      { 'content-length': '0' },
      { 'content-type': 'text/plain', 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' },
      { 'transfer-encoding': 'chunked' },
    ];
    const refusals = foreign.map(async (headers) => {
      const { handler, request } = await openPage({}, { headers });
      return codeOf(fetchAs(handler, request.headers)('/api/close/api/v1/lead/'));
    });
    expect(await Promise.all(refusals)).toEqual(foreign.map(() => [403, 'cross_site']));
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' };
    const { handler, request } = await openPage({}, { headers });
    const answer = fetchAs(handler, request.headers)('/api/close/logout', { method: 'POST' });
    expect((await answer).status).toBe(204);
  });

  it('aborts the call when the browser disconnects', async () => {
    const browser = new AbortController();
    const { handler, request } = await openPage(
      {
        answer: async (_url, { signal }) => {
          browser.abort();
          signal?.throwIfAborted();
          return Response.json({});
        },
      },
      { signal: browser.signal },
    );
    expect(await codeOf(fetchAs(handler, request)('/api/close/api/v1/lead/'))).toEqual([499, 'aborted']);
  });
});

describe('closeSession', () => {
  it('returns the session', async () => {
    const { handler, request } = await openPage();
    expect(await closeSession(handler, request)).toMatchObject({
      status: 'signed-in',
      user: { name: 'Ada Byron' },
      organizations: [{ id: 'orga_1', name: 'Engines' }],
    });
  });

  it('returns the signed-out state', async () => {
    const { handler } = setUp({ basePath: '/close' });
    const request = new Request('https://app.example/');
    expect(await closeSession(handler, request, '/close')).toEqual({ status: 'signed-out' });
  });

  it('returns undefined when the browser withheld the cookie', async () => {
    const { handler } = await signIn();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(await closeSession(handler, new Request('https://app.example/', { headers }))).toBeUndefined();
  });

  it('reads the session with the headers of a page alone', async () => {
    const { handler, request } = await openPage();
    expect(await closeSession(handler, request.headers)).toMatchObject({ status: 'signed-in' });
    const foreign = new Headers({ 'sec-fetch-site': 'cross-site' });
    expect(await closeSession(handler, foreign)).toBeUndefined();
  });

  it('returns undefined for a request that another site sends', async () => {
    const foreign: RequestInit[] = [
      { method: 'POST', headers: { origin: 'https://sub.app.example' } },
      { headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' } },
    ];
    for (const init of foreign) {
      const { handler, request } = await openPage({}, init);
      expect(await closeSession(handler, request)).toBeUndefined();
    }
  });

  it('fails when the session cannot be read', async () => {
    const { handler } = setUp({ sessions: { ...memorySessionStore(), load: broken } });
    const browser = createBrowser(handler);
    browser.cookies.set('__Host-closekit', { value: 'A'.repeat(43), attributes: '' });
    const headers = { cookie: cookieHeader(browser.cookies, false) };
    const session = closeSession(handler, new Request('https://app.example/', { headers }));
    await expect(session).rejects.toMatchObject({ code: 'session_unavailable' });
  });
});
