import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';

describe('login', () => {
  it('sets one short Lax cookie per attempt', async () => {
    const { browser } = setUp();
    const answer = await browser.visit('/api/close/login?returnTo=/leads');
    expect(answer.status).toBe(303);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-closekit-flow-[\w-]{16}=\S+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('keeps the cookie for as long as the transaction is valid', async () => {
    const oauth = fakeCloseOAuth();
    const startAuthorization: typeof oauth.startAuthorization = async () => ({
      ...(await oauth.startAuthorization()),
      lifetimeMs: 1_800_500,
    });
    const { browser } = setUp({ oauth: { ...oauth, startAuthorization }, now: () => 1000 });
    const answer = await browser.visit('/api/close/login');
    expect(answer.headers.getSetCookie()[0]).toContain('; Max-Age=1801;');
  });

  it('keeps five attempts and deletes the oldest', async () => {
    const clock = { now: 1000 };
    const { browser } = setUp({ now: () => (clock.now += 1) });
    await browser.visit('/api/close/login');
    const [first] = browser.cookies.keys();
    for (let attempt = 2; attempt <= 8; attempt += 1) await browser.visit('/api/close/login');
    expect(browser.cookies.size).toBe(5);
    expect(browser.cookies.has(first ?? '')).toBe(false);
  });

  it('limits the total size of the cookies of all attempts', async () => {
    const clock = { now: 1000 };
    const { browser } = setUp({ now: () => (clock.now += 1) });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await browser.visit(`/api/close/login?returnTo=/${attempt}${'a'.repeat(2000)}`);
    }
    const header = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    expect(browser.cookies.size).toBeGreaterThan(1);
    expect(header.length).toBeLessThan(7000);
    const page = await browser.visit('/api/close/callback?code=c&state=s5', { crossSite: true });
    expect(await page.text()).toContain('https://app.example/5aaa');
  });

  it('refuses scripts and frames', async () => {
    const { handler } = setUp();
    const script = new Request('https://app.example/api/close/login', {
      headers: { 'sec-fetch-dest': 'empty' },
    });
    const frame = new Request('https://app.example/api/close/login', {
      headers: { 'sec-fetch-dest': 'iframe' },
    });
    expect(await codeOf(handler(script))).toEqual([400, 'navigation_required']);
    expect(await codeOf(handler(frame))).toEqual([400, 'navigation_required']);
  });

  it('reports a redirect URI that is not its own', async () => {
    const oauth = fakeCloseOAuth(fakeGrant(), 'https://app.example/elsewhere');
    const { browser, errors } = setUp({ oauth });
    const answer = await browser.visit('/api/close/login');
    expect(answer.headers.get('location')).toBe('https://app.example/?close_error=redirect_uri_mismatch');
    expect(errors[0]?.message).toContain('https://app.example/elsewhere');
  });
});
