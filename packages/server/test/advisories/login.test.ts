import { describe, expect, it } from 'vitest';
import { memorySessionStore } from '../../src/index.ts';
import type { SessionStore } from '../../src/index.ts';
import { createBrowser } from '../browser.ts';
import { connectSandbox, consent, origin, sessionOf, signIn } from '../connect-sandbox.ts';

const flowNames = (cookies: ReadonlyMap<string, unknown>): string[] =>
  [...cookies.keys()].filter((name) => name.startsWith('__Host-closekit-flow-'));

describe('published attacks on logins', () => {
  it('Auth.js GHSA-x445-f3h2-j279: the cookie of one attempt does not finish another', async () => {
    const world = connectSandbox();
    const { browser, sandbox } = world;
    const callback = await consent(world);
    const [first = ''] = flowNames(browser.cookies);
    await browser.visit('/api/close/login');
    const second = flowNames(browser.cookies).find((name) => name !== first) ?? '';
    const [own, other] = [browser.cookies.get(first), browser.cookies.get(second)];
    if (own === undefined || other === undefined) throw new Error('There are two attempts.');
    browser.cookies.set(first, other);
    const response = await browser.visit(callback, { crossSite: true });
    expect(response.headers.get('location')).toContain('close_error=state_mismatch');
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
    expect(sandbox.requests.filter(({ path }) => path === '/oauth2/token/')).toEqual([]);
  });

  it('Authlib GHSA-fg6f-75jq-6523: a callback finishes only in the browser that began', async () => {
    const world = connectSandbox();
    const callback = await consent(world);
    const victim = createBrowser(world.handler);
    await victim.visit(callback, { crossSite: true });
    await victim.visit('/api/close/login');
    const response = await victim.visit(callback, { crossSite: true });
    expect(response.headers.get('location')).toMatch(/close_error=state_\w+$/);
    expect(await sessionOf({ browser: victim })).toEqual({ status: 'signed-out' });
    // Nothing was exchanged, so the browser that began can still finish.
    await world.browser.visit(callback, { crossSite: true });
    expect(await sessionOf(world)).toMatchObject({ status: 'signed-in' });
  });

  it('nextjs-auth0 2435: the query of login adds nothing to the authorization request', async () => {
    const { browser } = connectSandbox();
    const usual = await browser.visit('/api/close/login?returnTo=/leads');
    const hostile = {
      scope: 'x',
      client_id: 'x',
      redirect_uri: 'https://evil.test',
      state: 'x',
      prompt: 'x',
    };
    const query = new URLSearchParams(hostile);
    const returnTo = encodeURIComponent(`/leads?${query}`);
    const location = [usual, await browser.visit(`/api/close/login?returnTo=${returnTo}&${query}`)].map(
      ({ headers }) => new URL(headers.get('location') ?? '').searchParams,
    );
    const [expected, actual] = location.map((parameters) => {
      for (const name of ['state', 'code_challenge']) parameters.delete(name);
      return parameters.toString();
    });
    expect(actual).toBe(expected);
    expect(location[1]?.getAll('redirect_uri')).toEqual([`${origin}/api/close/callback`]);
    expect(location[0]?.get('state')).toBeNull();
  });

  it('nextjs-auth0 CVE-2021-32702: no part of a callback reaches the page', async () => {
    const world = connectSandbox();
    const script = '"><script>alert(1)</script>';
    const parts = new URLSearchParams({
      error: script,
      error_description: script,
      error_uri: script,
    });
    await consent(world);
    const failed = await world.browser.visit(`/api/close/callback?${parts}`, { crossSite: true });
    expect(failed.headers.get('location')).toContain('close_error=callback_rejected');
    const callback = await consent(world, { returnTo: `/a?b=${script}&amp=1#${script}` });
    const finished = await world.browser.visit(callback, { crossSite: true });
    const page = await finished.text();
    expect([...failed.headers].join('\n') + (await failed.text())).not.toMatch(/script|alert/i);
    expect(page).not.toContain('<script');
    expect(page).toContain('&amp;amp=1');
    expect(finished.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('nextjs-auth0 2335: a request that is under way does not restore a deleted session', async () => {
    const memory = memorySessionStore();
    const signOut = async () => void (await world.browser.call('/api/close/logout', { method: 'POST' }));
    // The other tab signs out while this one is about to extend the session.
    const update: SessionStore['update'] = async (key, record) => {
      await signOut();
      return memory.update(key, record);
    };
    const world = connectSandbox({ sessions: { ...memory, update } });
    await signIn(world);
    const before = new Map(world.browser.cookies);
    world.sandbox.clock.advance(86_400_000);
    const response = await world.browser.call('/api/close/session');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.json()).toEqual({ status: 'signed-out' });
    for (const [name, cookie] of before) world.browser.cookies.set(name, cookie);
    expect(await sessionOf(world)).toEqual({ status: 'signed-out' });
  });
});
