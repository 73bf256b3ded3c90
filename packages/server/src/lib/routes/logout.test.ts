import { describe, expect, it } from 'vitest';
import { createBrowser } from '../../../test/browser.ts';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { withTime } from '../../../test/pass-time.ts';
import { setUp, signIn } from '../../../test/set-up-handler.ts';
import type { HandlerSetup } from '../../../test/set-up-handler.ts';
import { memorySessionStore } from '../stores/memory.ts';
import type { SessionStore } from '../stores/session-store.ts';

const logout = ({ browser }: Pick<HandlerSetup, 'browser'>) =>
  browser.call('/api/close/logout', { method: 'POST' });

const sessionOf = async ({ browser }: Pick<HandlerSetup, 'browser'>): Promise<unknown> =>
  (await browser.call('/api/close/session')).json();

const away = (): Promise<never> => Promise.reject(new Error('store away'));

/** A signed-in browser, whose session store then fails in some methods. */
async function signInBefore(failing: Partial<SessionStore>) {
  const sessions = memorySessionStore();
  const all = await signIn({ sessions });
  const cookies = new Map(all.browser.cookies);
  Object.assign(sessions, failing);
  return { ...all, cookies };
}

describe('POST logout', () => {
  it('ends the session and clears its cookie', async () => {
    const all = await signIn();
    const kept = new Map(all.browser.cookies);
    expect((await logout(all)).status).toBe(204);
    expect(all.browser.cookies.size).toBe(0);
    for (const [name, cookie] of kept) all.browser.cookies.set(name, cookie);
    expect(await sessionOf(all)).toEqual({ status: 'signed-out' });
  });

  it('makes the browser delete what the app has stored there, but no cookies of the site', async () => {
    const answer = await logout(await signIn());
    expect(answer.headers.get('clear-site-data')).toBe('"storage", "prefetchCache", "prerenderCache"');
  });

  it('revokes nothing, and leaves the other browsers of the grant signed in', async () => {
    let revocations = 0;
    const revoke = async () => void (revocations += 1);
    const all = await signIn({ oauth: fakeCloseOAuth(fakeGrant({ revoke })) });
    const other = { browser: createBrowser(all.handler) };
    await other.browser.visit('/api/close/login');
    await other.browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    await logout(all);
    expect(await sessionOf(all)).toEqual({ status: 'signed-out' });
    expect(await sessionOf(other)).toMatchObject({ status: 'signed-in' });
    expect(revocations).toBe(0);
  });

  it('does not depend on a rate limiter that fails', async () => {
    const failing = { isDown: false };
    const all = await signIn({
      rateLimit: () => {
        if (failing.isDown) throw new Error('limiter away');
        return undefined;
      },
    });
    failing.isDown = true;
    expect((await logout(all)).status).toBe(204);
    expect([all.browser.cookies.size, all.errors]).toMatchObject([0, [{ code: 'internal' }]]);
    failing.isDown = false;
    expect(await sessionOf(all)).toEqual({ status: 'signed-out' });
  });

  it('does not read the grant, which may be damaged', async () => {
    const grant = fakeGrant();
    const all = await signIn({ oauth: fakeCloseOAuth(grant) });
    grant.status = () => Promise.reject(new Error('damaged'));
    expect((await logout(all)).status).toBe(204);
  });

  it('signs the browser out while the session store fails, and reports that', async () => {
    const all = await signInBefore({ load: away, update: away, delete: away });
    expect((await logout(all)).status).toBe(204);
    expect(all.browser.cookies.size).toBe(0);
    expect(all.errors.map(({ code }) => code)).toEqual(['session_store_unavailable']);
    expect(await sessionOf(all)).toEqual({ status: 'signed-out' });
  });

  it('signs the browser out when the record of the session cannot be read', async () => {
    const all = await signInBefore({ load: away });
    expect((await logout(all)).status).toBe(204);
    expect([all.browser.cookies.size, all.cookies.size]).toEqual([0, 1]);
  });

  it('waits five seconds for a session store that hangs', async () => {
    const all = await signInBefore({ delete: () => new Promise(() => undefined) });
    await withTime(async (pass) => {
      const answer = logout(all);
      await pass(5000);
      expect((await answer).status).toBe(204);
    });
    expect(all.browser.cookies.size).toBe(0);
    expect(all.errors.map(({ code }) => code)).toEqual(['session_store_unavailable']);
  });

  it('clears a cookie that no store knows', async () => {
    const all = await signIn();
    const stranger = setUp();
    for (const [name, cookie] of all.browser.cookies) stranger.browser.cookies.set(name, cookie);
    expect((await logout(stranger)).status).toBe(204);
    expect(stranger.browser.cookies.size).toBe(0);
  });
});
