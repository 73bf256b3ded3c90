import { describe, expect, it } from 'vitest';
import { cookieHeader, createBrowser } from '../../test/browser.ts';
import { codeOf, setUp, signIn, type HandlerSetupOptions } from '../../test/set-up-handler.ts';
import { closeSession } from './close-session.ts';
import { fetchAs } from './fetch-as.ts';

/** The request of a page that a signed-in browser opens. */
async function openPage(options: HandlerSetupOptions = {}, init: RequestInit = {}) {
  const setup = await signIn(options);
  const headers = new Headers(init.headers);
  headers.set('cookie', cookieHeader(setup.browser.cookies, false));
  return { ...setup, request: new Request('http://10.0.0.7:8080/leads?tab=1', { ...init, headers }) };
}

async function broken(): Promise<never> {
  throw new Error('disk');
}

describe('fetchAs', () => {
  it('calls the handler with the session of the browser, by a path', async () => {
    const { handler, request, reached } = await openPage();
    const answer = await fetchAs(handler, request)('/api/close/api/v1/lead/?_limit=3');
    expect([answer.status, reached]).toEqual([200, ['https://api.close.com/api/v1/lead/?_limit=3']]);
  });

  it('reaches nothing but the handler', async () => {
    const { handler, request, reached } = await openPage();
    const fetchOwn = fetchAs(handler, request);
    const elsewhere = ['https://evil.example/collect', new URL('https://api.close.com/api/v1/me/'), '/leads'];
    expect(await Promise.all(elsewhere.map((address) => codeOf(fetchOwn(address))))).toEqual(
      elsewhere.map(() => [404, 'not_found']),
    );
    expect(reached).toEqual([]);
  });

  it('sends method, headers and body on, also those of a Request', async () => {
    const bodies: string[] = [];
    const { handler, request } = await openPage({
      answer: async (_url, init) => {
        bodies.push(`${init.method} ${await new Response(init.body).text()}`);
        return Response.json({});
      },
    });
    const fetchOwn = fetchAs(handler, request);
    await fetchOwn('/api/close/api/v1/lead/', { method: 'POST', body: 'first' });
    const init = { method: 'PUT', body: 'second', headers: { cookie: 'closekit=forged' } };
    const sent = new Request('http://server.invalid/api/close/api/v1/lead/lead_1/', init);
    expect((await fetchOwn(sent)).status).toBe(200);
    expect(bodies).toEqual(['POST first', 'PUT second']);
  });

  it('signs nobody in who is not', async () => {
    const { handler } = setUp();
    const answer = fetchAs(handler, new Request('https://app.example/'))('/api/close/api/v1/lead/');
    expect(await codeOf(answer)).toEqual([401, 'signed_out']);
  });

  it('gives a page its data, whichever link leads to it', async () => {
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'document' };
    const { handler, request } = await openPage({}, { headers });
    expect((await fetchAs(handler, request)('/api/close/api/v1/lead/')).status).toBe(200);
  });

  it('refuses to act for a form of another site', async () => {
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

  it('ends the call when the browser leaves', async () => {
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
  it('tells who is signed in', async () => {
    const { handler, request } = await openPage();
    expect(await closeSession(handler, request)).toMatchObject({
      status: 'signed-in',
      user: { name: 'Ada Byron' },
      organizations: [{ id: 'orga_1', name: 'Engines' }],
    });
  });

  it('tells that nobody is', async () => {
    const { handler } = setUp({ basePath: '/close' });
    const request = new Request('https://app.example/');
    expect(await closeSession(handler, request, '/close')).toEqual({ status: 'signed-out' });
  });

  it('does not know when another site withheld the cookie', async () => {
    const { handler } = await signIn();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(await closeSession(handler, new Request('https://app.example/', { headers }))).toBeUndefined();
  });

  it('fails when the session cannot be read', async () => {
    const { handler } = setUp({ sessions: { load: broken, save: broken, update: broken, delete: broken } });
    const browser = createBrowser(handler);
    browser.cookies.set('__Host-closekit', { value: 'A'.repeat(43), attributes: '' });
    const headers = { cookie: cookieHeader(browser.cookies, false) };
    const session = closeSession(handler, new Request('https://app.example/', { headers }));
    await expect(session).rejects.toMatchObject({ code: 'session_unavailable' });
  });
});
