import { CloseOAuthError } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { createBrowser } from '../../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { setUp, signIn } from '../../../test/set-up-handler.ts';

describe('callback', () => {
  it('continues from a page of its own, without script', async () => {
    const { browser } = setUp();
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
    const { browser } = await signIn();
    expect([...browser.cookies.keys()]).toEqual(['__Host-closekit']);
    expect(browser.cookies.get('__Host-closekit')?.attributes).toBe(
      'Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
    );
  });

  it('leaves the cookie of another attempt the rest of its lifetime', async () => {
    const clock = { now: 1000 };
    const { browser } = setUp({ now: () => clock.now });
    await browser.visit('/api/close/login');
    await browser.visit('/api/close/login');
    clock.now += 100_000;
    const page = await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
    const [moved] = page.headers.getSetCookie();
    expect(moved).toMatch(/^__Host-closekit-flow-[\w-]{16}=\d.+; Max-Age=500;/);
  });

  it('uses plain names on loopback http', async () => {
    const oauth = fakeCloseOAuth(fakeGrant(), 'http://localhost:3000/api/close/callback');
    const { handler } = setUp({ oauth, origin: 'http://localhost:3000' });
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

  it('passes the public URL to the vault, whatever the host of the request', async () => {
    const seen: string[] = [];
    const oauth = fakeCloseOAuth();
    const finishAuthorization: typeof oauth.finishAuthorization = async ({ callbackUrl }) => {
      seen.push(String(callbackUrl));
      return { grant: fakeGrant(), context: undefined };
    };
    const { handler } = setUp({ oauth: { ...oauth, finishAuthorization } });
    await handler(new Request('http://10.0.0.7:8080/api/close/callback?code=c&state=s1'));
    expect(seen).toEqual(['https://app.example/api/close/callback?code=c&state=s1']);
  });

  it('reads a failed response for the names to its end, which frees the connection', async () => {
    const refusal = new Response('<html>', { status: 500 });
    const { browser } = await signIn({ fetch: async () => refusal });
    expect([refusal.bodyUsed, browser.cookies.size]).toEqual([true, 1]);
  });

  it('starts a new session for another user, without the connections of the previous one', async () => {
    const users = ['user_1', 'user_2'];
    const { handler, browser } = setUp({
      oauth: {
        ...fakeCloseOAuth(),
        finishAuthorization: async () => {
          const userId = users.shift() ?? '';
          const organizationId = userId === 'user_1' ? 'orga_1' : 'orga_2';
          return { grant: { ...fakeGrant(), organizationId, userId }, context: undefined };
        },
      },
    });
    await browser.visit('/api/close/login');
    await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
    const before = createBrowser(handler);
    for (const [name, cookie] of browser.cookies) before.cookies.set(name, cookie);
    await browser.visit('/api/close/login');
    await browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
      user: { id: 'user_2' },
      organizations: [{ id: 'orga_2' }],
    });
    expect(await (await before.call('/api/close/session')).json()).toEqual({ status: 'signed-out' });
  });

  it('ignores a damaged attempt', async () => {
    const seen: unknown[] = [];
    const oauth = fakeCloseOAuth();
    const finishAuthorization: typeof oauth.finishAuthorization = async ({ transaction }) => {
      seen.push(transaction);
      throw new CloseOAuthError('state_missing', 'This browser has not started a login.');
    };
    const { browser } = setUp({ oauth: { ...oauth, finishAuthorization } });
    await browser.visit('/api/close/login?returnTo=/leads');
    const [name = ''] = browser.cookies.keys();
    const damaged = ['x', '1', '1.', '.sealed', '1.sea,led', '12345678901234567.sealed', ''];
    for (const value of damaged) {
      browser.cookies.set(name, { value, attributes: '' });
      const answer = await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
      expect(answer.headers.get('location')).toBe('https://app.example/?close_error=state_missing');
    }
    expect(seen).toEqual(damaged.map(() => undefined));
  });
});
