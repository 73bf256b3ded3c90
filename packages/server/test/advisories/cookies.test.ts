import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBrowser } from '../browser.ts';
import type { Browser } from '../browser.ts';
import { setUp, signIn } from '../set-up-handler.ts';
import { signatureKey } from '../sign-delivery.ts';

const sessionUrl = '/api/close/session';
const idOf = (browser: Browser): string => browser.cookies.get('__Host-closekit')?.value ?? '';

async function statusWith(browser: Browser, cookie: string): Promise<unknown> {
  const response = await browser.callWith(cookie, sessionUrl);
  const state: unknown = await response.json();
  return [response.status, Object.fromEntries(Object.entries(state ?? {}))['status']];
}

describe('published attacks on cookies', () => {
  it('Hono CVE-2026-39410: no byte but space and tab is trimmed from a name', async () => {
    const { browser } = await signIn();
    const id = idOf(browser);
    // Servers refuse control characters.
    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    const possible = bytes.filter((byte) => byte > '\x7F' || !/[\p{Cc} ;,]/u.test(byte));
    const states = possible.map((byte) =>
      statusWith(browser, `a=1; ${byte}__Host-closekit=${id}; __Host-closekit${byte}=${id}`),
    );
    const found = new Set((await Promise.all(states)).map((state) => JSON.stringify(state)));
    // `__Host-closekit==id` is the name with another value.
    expect([...found]).toEqual(['[200,"signed-out"]']);
    expect(await statusWith(browser, `a=1; __Host-closekit=${id}`)).toEqual([200, 'signed-in']);
  });

  it('better-auth 6049: a forged cookie ends no session of another browser', async () => {
    const { handler, browser: victim } = await signIn();
    const id = idOf(victim);
    const key = createHash('sha256').update(id).digest('base64url');
    const forged = [key, `${id}x`, id.slice(0, -1), `${id}.${key}`, `"${id}"`, encodeURIComponent(`${id} `)];
    const attacker = createBrowser(handler);
    for (const value of forged) {
      attacker.cookies.set('__Host-closekit', { value, attributes: '' });
      // A list of sessions in cookies of its own, as better-auth has them.
      attacker.cookies.set(`__Host-closekit_multi-${value}`, { value: key, attributes: '' });
      // oxlint-disable-next-line no-await-in-loop -- each logout clears the cookie
      await attacker.call('/api/close/logout', { method: 'POST' });
    }
    expect(await statusWith(victim, `__Host-closekit=${id}`)).toEqual([200, 'signed-in']);
  });

  it('Hono CVE-2026-47675: names and values of the request add no attribute to Set-Cookie', async () => {
    const { browser } = setUp();
    const hostile = [
      'x, Domain=evil.test',
      '/../; Domain=evil.test',
      'aaaaaaaaaaaaaaaa\xA0',
      'SameSite=None',
    ];
    const cookie = Array.from({ length: 20 }, (_, index) => `9.${index}; SameSite=None, Domain=evil.test`)
      .map((value, index) => `__Host-closekit-flow-${hostile[index % 4]}${index}=${value}`)
      .join('; ');
    const login = await browser.callWith(cookie, '/api/close/login', { 'sec-fetch-dest': 'document' });
    const callback = await browser.callWith(
      `${cookie}; ${browser.header()}`,
      '/api/close/callback?code=c&state=s1%3B%20Domain%3Devil.test',
      { 'sec-fetch-dest': 'document' },
    );
    const own =
      /^__Host-closekit(?:-flow-[\w-]{16})?=[\w.-]*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=(?:Lax|Strict); Secure$/;
    const set = [...login.headers.getSetCookie(), ...callback.headers.getSetCookie()];
    expect(set.filter((one) => !own.test(one))).toEqual([]);
    expect(set).not.toHaveLength(0);
  });

  it('Auth.js GHSA-xmf8-cvqr-rfgj: malformed cookies and headers are no failure', async () => {
    const { browser, events } = setUp();
    const malformed = ['%', '%E0%A4%A', '%00', '\xFF\xFE', '"', '{', 'a'.repeat(4000), '='.repeat(50)];
    const states = malformed.map((value) => statusWith(browser, `__Host-closekit=${value}`));
    expect(await Promise.all(states)).toEqual(malformed.map(() => [200, 'signed-out']));
    const responses = malformed.map((value) =>
      browser.call(sessionUrl, { headers: { authorization: value } }),
    );
    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual(malformed.map(() => 200));
    expect(events).toEqual([]);
  });

  it('nextjs-auth0 CVE-2025-48947 and 2100: no cache may store any response', async () => {
    const { browser } = await signIn({ tokens: true, webhooks: { signatureKey } });
    const post = { method: 'POST', body: '{}' };
    const responses = [
      await browser.visit('/api/close/login'),
      await browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true }),
      await browser.visit('/api/close/callback?error=access_denied', { crossSite: true }),
      await browser.call('/api/close/session'),
      await browser.call('/api/close/api/v1/lead/'),
      await browser.call('/api/close/api/v1/%2e%2e%2f'),
      await browser.call('/api/close/token', post),
      await browser.call('/api/close/switch', post),
      await browser.call('/api/close/events'),
      await browser.call('/api/close/health'),
      await browser.call('/api/close/ready'),
      await browser.call('/api/close/webhook', post),
      await browser.call('/api/close/nowhere'),
      await browser.call('/api/close/session', { method: 'PUT' }),
      await browser.call('/api/close/disconnect', post),
      await browser.call('/api/close/logout', post),
    ];
    const stored = responses.filter(({ headers }) => !headers.get('cache-control')?.includes('no-store'));
    expect(stored.map(({ status }) => status)).toEqual([]);
    await responses[8]?.body?.cancel();
  });
});
