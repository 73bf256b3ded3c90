import { describe, expect, it } from 'vitest';
import { memorySessionStore } from '../../src/index.ts';
import type { SessionStore } from '../../src/index.ts';
import { connectSandbox, signIn as signInAtClose } from '../connect-sandbox.ts';
import { createBrowser } from '../browser.ts';
import { setUp, signIn } from '../set-up-handler.ts';
import { oauthOfMany, signInAs } from '../sign-in-as.ts';

/** A store that lists the keys it has saved. */
function listKeys(sessions: SessionStore): { sessions: SessionStore; keys: string[] } {
  const keys: string[] = [];
  const save: SessionStore['save'] = async (key, record) => {
    keys.push(key);
    return sessions.save(key, record);
  };
  return { keys, sessions: { ...sessions, save } };
}

describe('published attacks on stores', () => {
  it('express-session 556: visitors store no session, and memory has a limit', async () => {
    const memory = memorySessionStore({ maxSessions: 20 });
    const { sessions, keys } = listKeys(memory);
    const { handler } = await signIn({ sessions });
    const stranger = createBrowser(handler);
    for (let visit = 0; visit < 50; visit += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one visit after the other
      await stranger.visit('/api/close/login');
      // oxlint-disable-next-line no-await-in-loop -- one visit after the other
      await stranger.call('/api/close/session');
    }
    expect(keys).toHaveLength(1);
    const [record] = await Promise.all(keys.map((key) => memory.load(key)));
    if (record === undefined) throw new Error('There is one session.');
    const many = Array.from({ length: 100 }, (_, index) => `key-${index}`);
    await Promise.all(many.map((key) => memory.save(key, record)));
    const kept = (await Promise.all(many.map((key) => memory.load(key)))).filter(Boolean);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(20);
  });

  it('express-session 556: no account displaces the sessions of others from memory', async () => {
    const sessions = memorySessionStore({ maxSessions: 20 });
    const { handler } = setUp({ oauth: oauthOfMany(), sessions });
    const others = await Promise.all(
      ['user_2@orga_2', 'user_3@orga_3'].map((code) => signInAs(handler, code)),
    );
    const browser = await signInAs(handler, 'user_1@orga_1');
    await signInAs(handler, 'user_1@orga_2', browser);
    for (let turn = 0; turn < 50; turn += 1) {
      const body = JSON.stringify({ organizationId: turn % 2 === 0 ? 'orga_1' : 'orga_2' });
      // oxlint-disable-next-line no-await-in-loop -- one switch after the other
      const response = await browser.call('/api/close/switch', { method: 'POST', body });
      expect(response.status).toBe(204);
      // oxlint-disable-next-line no-await-in-loop -- one sign-in after the other
      await signInAs(handler, 'user_1@orga_1');
    }
    const states = await Promise.all(
      others.map(async (one) => (await one.call('/api/close/session')).json()),
    );
    expect(states).toMatchObject(others.map(() => ({ status: 'signed-in' })));
  });

  it('nextjs-auth0 CVE-2026-40155: simultaneous renewals of two users never mix', async () => {
    const world = connectSandbox();
    const [first, second] = world.sandbox.organizations;
    const other = createBrowser(world.handler);
    await signInAtClose(world, { organizationId: first?.id ?? '' });
    await signInAtClose({ ...world, browser: other }, { organizationId: second?.id ?? '' });
    world.sandbox.clock.advance(86_400_000);
    const browsers = [world.browser, other, world.browser, other];
    const responses = await Promise.all(browsers.map((browser) => browser.call('/api/close/session')));
    const calls = await Promise.all(browsers.map((browser) => browser.call('/api/close/api/v1/lead/')));
    expect(calls.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const names = await Promise.all(responses.map(async (one) => JSON.stringify(await one.json())));
    expect(names.map((name) => name.includes(first?.id ?? '-'))).toEqual([true, false, true, false]);
    const bearers = world.sandbox.requests.filter(({ path }) => path === '/api/v1/lead/');
    expect(bearers).toHaveLength(4);
  });
});
