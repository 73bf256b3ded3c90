import { describe, expect, it } from 'vitest';
import { createBrowser } from '../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant } from '../../test/fake-close-oauth.ts';
import { createCloseHandler } from './create-close-handler.ts';
import type { CloseHandlerError } from './errors.ts';
import type { CloseHandlerOptions } from './handler-config.ts';

const me = {
  first_name: 'Ada',
  last_name: 'Byron',
  email: 'ada@example.com',
  organizations: [{ id: 'orga_1', name: 'Engines' }],
};

interface SetupOptions extends Partial<CloseHandlerOptions> {
  /** What Close answers to anything but `me`. */
  readonly answer?: (request: Request) => Promise<Response>;
}

function setup({ answer = async () => Response.json({}), ...options }: SetupOptions = {}) {
  const sent: Request[] = [];
  const errors: CloseHandlerError[] = [];
  const handler = createCloseHandler({
    oauth: fakeCloseOAuth(),
    origin: 'https://app.example',
    onError: (error) => errors.push(error),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('/me/')) return Response.json(me);
      sent.push(request);
      return answer(request);
    },
    ...options,
  });
  return { handler, sent, errors, browser: createBrowser(handler) };
}

async function signedIn(options: SetupOptions = {}) {
  const all = setup(options);
  await all.browser.visit('/api/close/login');
  await all.browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
  return all;
}

async function broken(): Promise<never> {
  throw new Error('disk');
}

async function codeOf(response: Promise<Response>): Promise<unknown> {
  const answer = await response;
  const body: unknown = await answer.json();
  return [answer.status, typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined];
}

describe('createCloseHandler', () => {
  describe('routes', () => {
    it('answers 404 outside its own addresses', async () => {
      const { browser } = setup();
      const paths = ['/', '/api/closet/login', '/api/close', '/api/close/', '/api/close/toString', '/login'];
      expect(await Promise.all(paths.map((path) => codeOf(browser.call(path))))).toEqual(
        paths.map(() => [404, 'not_found']),
      );
    });

    it('names the methods it takes', async () => {
      const { browser } = setup();
      const answer = await browser.call('/api/close/logout');
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await codeOf(browser.call('/api/close/api/v1/lead/', { method: 'PATCH' }))).toEqual([
        405,
        'method_not_allowed',
      ]);
    });

    it('grants no preflight', async () => {
      const { browser } = setup();
      const answer = await browser.call('/api/close/session', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-headers': 'x-closekit' },
      });
      expect(answer.status).toBe(405);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    });

    it('works below another base path and behind a proxy that changes the host', async () => {
      const oauth = fakeCloseOAuth(fakeGrant(), 'https://app.example/close/callback');
      const { handler } = setup({ oauth, basePath: '/close' });
      const answer = await handler(new Request('http://10.0.0.7:8080/close/login'));
      expect(answer.headers.get('location')).toMatch(/^https:\/\/close\.example\/authorize/);
    });
  });

  describe('cross-site requests', () => {
    it('are refused on every route that is not visited', async () => {
      const { browser } = await signedIn();
      const bad: HeadersInit[] = [
        { 'x-closekit': '0' },
        { 'x-closekit': '' },
        { origin: 'https://evil.example' },
        { origin: 'https://sub.app.example' },
        { origin: 'http://app.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
      ];
      const answers = bad.flatMap((headers) => [
        codeOf(browser.call('/api/close/session', { headers })),
        codeOf(browser.call('/api/close/logout', { method: 'POST', headers })),
        codeOf(browser.call('/api/close/api/v1/lead/', { headers })),
        codeOf(browser.call('/api/close/api/v1/lead/', { method: 'POST', body: '{}', headers })),
      ]);
      expect(await Promise.all(answers)).toEqual(answers.map(() => [403, 'cross_site']));
    });

    it('reach neither Close nor the grant', async () => {
      const { browser, sent } = await signedIn();
      await browser.call('/api/close/api/v1/lead/', { method: 'POST', headers: { 'x-closekit': '' } });
      expect(sent).toEqual([]);
    });
  });

  describe('login', () => {
    it('sets one short Lax cookie per attempt', async () => {
      const { browser } = setup();
      const answer = await browser.visit('/api/close/login?returnTo=/leads');
      expect(answer.status).toBe(303);
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(
        /^__Host-closekit-flow-[\w-]{16}=\S+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
      );
    });

    it('keeps five attempts and lets go of the oldest', async () => {
      const clock = { now: 1000 };
      const { browser } = setup({ now: () => (clock.now += 1) });
      await browser.visit('/api/close/login');
      const [first] = browser.cookies.keys();
      for (let attempt = 2; attempt <= 8; attempt += 1) await browser.visit('/api/close/login');
      expect(browser.cookies.size).toBe(5);
      expect(browser.cookies.has(first ?? '')).toBe(false);
    });

    it('refuses scripts and frames', async () => {
      const { handler } = setup();
      const script = new Request('https://app.example/api/close/login', {
        headers: { 'sec-fetch-mode': 'cors' },
      });
      const frame = new Request('https://app.example/api/close/login', {
        headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      });
      expect(await codeOf(handler(script))).toEqual([400, 'navigation_required']);
      expect(await codeOf(handler(frame))).toEqual([400, 'navigation_required']);
    });

    it('says so when the redirect address is not its own', async () => {
      const oauth = fakeCloseOAuth(fakeGrant(), 'https://app.example/elsewhere');
      const { browser, errors } = setup({ oauth });
      const answer = await browser.visit('/api/close/login');
      expect(answer.headers.get('location')).toBe('https://app.example/?close_error=redirect_uri_mismatch');
      expect(errors[0]?.message).toContain('https://app.example/elsewhere');
    });
  });

  describe('callback', () => {
    it('goes on from a page of its own, without script', async () => {
      const { browser } = setup();
      await browser.visit('/api/close/login?returnTo=%2Fleads%3Fa%3D1%26b%3D%2522');
      const page = await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
      expect(page.status).toBe(200);
      expect(Object.fromEntries(page.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(await page.text()).toContain('content="0;url=https://app.example/leads?a=1&amp;b=%22"');
    });

    it('sets a Strict session cookie and clears the attempt', async () => {
      const { browser } = await signedIn();
      expect([...browser.cookies.keys()]).toEqual(['__Host-closekit']);
      expect(browser.cookies.get('__Host-closekit')?.attributes).toBe(
        'Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
      );
    });

    it('uses plain names on loopback http', async () => {
      const oauth = fakeCloseOAuth(fakeGrant(), 'http://localhost:3000/api/close/callback');
      const { handler } = setup({ oauth, origin: 'http://localhost:3000' });
      const browser = createBrowser(handler, 'http://localhost:3000');
      await browser.visit('/api/close/login');
      await browser.visit('/api/close/callback?code=c&state=s1');
      expect([...browser.cookies]).toEqual([
        [
          'closekit',
          expect.objectContaining({ attributes: 'Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict' }),
        ],
      ]);
    });
  });

  describe('session', () => {
    it('shows who is signed in', async () => {
      const { browser } = await signedIn();
      const answer = await browser.call('/api/close/session');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toEqual({
        status: 'signed-in',
        user: { id: 'user_1', name: 'Ada Byron', email: 'ada@example.com' },
        organization: { id: 'orga_1', name: 'Engines' },
        expiresAt: 1_700_000_000_000,
        generation: 1,
        scope: 'all.full_access',
      });
    });

    it('takes no id that it did not make', async () => {
      const { handler } = await signedIn();
      const values = ['', 'x', 'A'.repeat(43), '../../etc', 'A'.repeat(5000)];
      const answers = await Promise.all(
        values.map(async (value) => {
          const headers = { 'x-closekit': '1', cookie: `__Host-closekit=${value}` };
          return (await handler(new Request('https://app.example/api/close/session', { headers }))).json();
        }),
      );
      expect(answers).toEqual(values.map(() => ({ status: 'signed-out' })));
    });

    it('ends when it is not used, and at the latest after its lifetime', async () => {
      const clock = { now: 0 };
      const day = 86_400_000;
      const { browser } = await signedIn({ now: () => clock.now });
      const statusOn = async (days: number) => {
        clock.now = days * day;
        return (await browser.call('/api/close/session')).text();
      };
      expect(await statusOn(6)).toContain('signed-in');
      expect(await statusOn(12)).toContain('signed-in');
      expect(await statusOn(18)).toContain('signed-in');
      expect(await statusOn(24)).toContain('signed-in');
      expect(await statusOn(29.9)).toContain('signed-in');
      expect(await statusOn(30)).toContain('signed-out');
      const idle = await signedIn({ now: () => clock.now });
      clock.now += 7 * day;
      expect(await (await idle.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
    });

    it('asks for the names again when Close did not give them at first', async () => {
      let available = false;
      const names: typeof fetch = async () =>
        available ? Response.json(me) : new Response('<html>', { status: 502 });
      const { browser } = await signedIn({ fetch: names });
      expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
        user: { name: 'user_1' },
      });
      available = true;
      expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
        user: { name: 'Ada Byron' },
      });
      available = false;
      expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
        user: { name: 'Ada Byron' },
      });
    });

    it('tells a connection that needs the user from one that is gone', async () => {
      const needs = await signedIn({
        oauth: fakeCloseOAuth(fakeGrant({ status: 'reauthorization_required' })),
      });
      expect(await (await needs.browser.call('/api/close/session')).json()).toMatchObject({
        status: 'needs-reauth',
      });
      const gone = await signedIn({ oauth: fakeCloseOAuth(fakeGrant({ status: 'revoked' })) });
      expect(await (await gone.browser.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
      expect(gone.browser.cookies.size).toBe(0);
    });

    it('answers 503 when the session store fails', async () => {
      const sessions = {
        load: broken,
        save: async () => undefined,
        update: broken,
        delete: async () => undefined,
      };
      const { browser, errors } = await signedIn({ sessions });
      const answer = await browser.call('/api/close/session');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(errors.map((error) => error.code)).toEqual(['session_store_unavailable']);
    });
  });

  describe('logout', () => {
    it('succeeds when no one is signed in', async () => {
      const { browser } = setup();
      const answer = await browser.call('/api/close/logout', { method: 'POST' });
      expect([answer.status, answer.headers.getSetCookie().length]).toEqual([204, 1]);
    });
  });

  describe('onError', () => {
    it('may throw without changing the answer', async () => {
      const { browser } = setup({
        onError: () => {
          throw new Error('logger down');
        },
      });
      expect(await codeOf(browser.call('/nowhere'))).toEqual([404, 'not_found']);
    });

    it('is not called for visitors who are not signed in', async () => {
      const { browser, errors } = setup();
      expect(await codeOf(browser.call('/api/close/api/v1/lead/'))).toEqual([401, 'signed_out']);
      expect(errors).toEqual([]);
    });
  });
});
