import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CloseHandlerEvent } from '../src/index.ts';
import { fakeCloseOAuth, fakeGrant } from './fake-close-oauth.ts';
import { connectSandbox, consent, signIn } from './connect-sandbox.ts';
import { memorySessionStore } from '../src/index.ts';
import { codeOf, setUp, signIn as signInWithFakes } from './set-up-handler.ts';

const typesOf = (events: readonly CloseHandlerEvent[]): string[] => events.map(({ type }) => type);

describe('onEvent', () => {
  it('receives a login, a second organization, a switch, a disconnect and a sign-out, with their user', async () => {
    const world = connectSandbox();
    const { sandbox, browser, events } = world;
    const [first, second] = sandbox.organizations.map(({ id }) => id);
    await signIn(world, { organizationId: first ?? '' });
    await signIn(world, { organizationId: second ?? '' });
    const body = JSON.stringify({ organizationId: first });
    await browser.call('/api/close/switch', { method: 'POST', body });
    await browser.call('/api/close/disconnect', { method: 'POST' });
    await browser.call('/api/close/logout', { method: 'POST' });
    expect(events.map(({ type, route, organizationId }) => [type, route, organizationId])).toEqual([
      ['signed-in', 'callback', first],
      ['signed-in', 'callback', second],
      ['switched', 'switch', first],
      ['disconnected', 'disconnect', first],
      ['signed-out', 'logout', second],
    ]);
    expect(events[2]).toMatchObject({ previousOrganizationId: second });
    expect(new Set(events.map(({ userId }) => userId)).size).toBe(1);
    for (const event of events) {
      expect(event).toMatchObject({
        at: expect.any(Number),
        requestId: expect.stringMatching(/^[\w-]{36}$/),
      });
    }
  });

  it('receives no secret', async () => {
    const world = connectSandbox({ tokens: true });
    const { browser, events, sandbox, secrets } = world;
    const returned = await consent(world);
    await browser.visit(returned, { crossSite: true });
    await browser.visit(returned, { crossSite: true });
    await browser.visit(await consent(world, { deny: true }), { crossSite: true });
    await browser.call('/api/close/token', { method: 'POST', body: '[' });
    await browser.call('/api/close/api/v1/webhook/', { method: 'POST', body: '{}' });
    await browser.call('/api/close/api/v1/lead/', { headers: { 'x-closekit-organization': 'orga_other' } });
    const cookies = [...browser.cookies.values()].map(({ value }) => value);
    sandbox.clock.advance(90 * 86_400_000);
    await browser.call('/api/close/session');
    expect([secrets.size > 3, cookies.length > 0]).toEqual([true, true]);
    const text = inspect(events, { depth: 10 }) + JSON.stringify(events);
    expect(typesOf(events)).toEqual([
      'signed-in',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'session-ended',
    ]);
    expect([...secrets, ...cookies].filter((secret) => secret.length > 8 && text.includes(secret))).toEqual(
      [],
    );
  });

  it('receives a session that expires, once', async () => {
    let now = 1_795_000_000_000;
    const { browser, events } = await signInWithFakes({ now: () => now, sessionIdleMs: 1000 });
    now += 1000;
    await browser.call('/api/close/session');
    await browser.call('/api/close/session');
    expect(events.slice(1)).toMatchObject([
      {
        type: 'session-ended',
        reason: 'expired',
        route: 'session',
        userId: 'user_1',
        organizationId: 'orga_1',
        at: now,
      },
    ]);
  });

  it('receives a session whose grant was revoked elsewhere', async () => {
    const oauth = fakeCloseOAuth(fakeGrant({ status: 'revoked' }));
    const { browser, events } = await signInWithFakes({ oauth });
    await browser.call('/api/close/session');
    expect(events.slice(1)).toMatchObject([{ type: 'session-ended', reason: 'disconnected' }]);
  });

  it('receives a session that the login of another user replaces', async () => {
    const oauth = fakeCloseOAuth();
    const other = { ...fakeGrant(), userId: 'user_2' };
    const grants = [fakeGrant(), other];
    const finishAuthorization: typeof oauth.finishAuthorization = async (options) => {
      const finished = await oauth.finishAuthorization(options);
      return { ...finished, grant: grants.shift() ?? other };
    };
    const { browser, events } = await signInWithFakes({ oauth: { ...oauth, finishAuthorization } });
    await browser.visit('/api/close/login');
    await browser.visit('/api/close/callback?code=c&state=s2', { crossSite: true });
    expect(events).toMatchObject([
      { type: 'signed-in', userId: 'user_1' },
      { type: 'session-ended', reason: 'replaced', userId: 'user_1' },
      { type: 'signed-in', userId: 'user_2' },
    ]);
  });

  it('tells a request that was refused from one that failed', async () => {
    const { browser, events } = await signInWithFakes();
    await browser.call('/api/close/api/v1/lead/', { headers: { 'x-closekit-organization': 'orga_2' } });
    expect(events.at(-1)).toMatchObject({
      type: 'refused',
      code: 'organization_changed',
      status: 409,
      route: 'api',
      userId: 'user_1',
      organizationId: 'orga_1',
    });
    const away = setUp({
      sessions: { ...memorySessionStore(), save: async () => Promise.reject(new Error('disk full')) },
    });
    await away.browser.visit('/api/close/login');
    await away.browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
    expect(away.events).toMatchObject([
      { type: 'failed', code: 'session_store_unavailable', status: 503, route: 'callback' },
    ]);
  });

  it('may reject without changing the response or ending the process', async () => {
    const { browser } = setUp({
      onEvent: async () => {
        throw new Error('logger away');
      },
    });
    expect(await codeOf(browser.call('/nowhere'))).toEqual([404, 'not_found']);
  });
});
