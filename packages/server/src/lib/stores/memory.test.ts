import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type * as Module from '../../index.ts';
import { cookieHeader } from '../../../test/browser.ts';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';
import { oauthOfMany, signInAs } from '../../../test/sign-in-as.ts';
import { fakeD1 } from '../../../test/engines/fake-d1.ts';
import { d1SessionStore } from './d1.ts';

/** Evaluates the whole package again, as Next.js does for pages and for routes. */
async function evaluate(): Promise<typeof Module> {
  vi.resetModules();
  return import('../../index.ts');
}

const unknown = { value: 'A'.repeat(43), attributes: '' };

describe('the session store of a handler that has none', () => {
  it('is shared by two evaluations of the module', async () => {
    const [first, second] = [await evaluate(), await evaluate()];
    expect(first.createCloseHandler).not.toBe(second.createCloseHandler);
    const options = { oauth: oauthOfMany(), origin: `https://${crypto.randomUUID()}.example` };
    const [routes, pages] = [first.createCloseHandler(options), second.createCloseHandler(options)];
    const browser = await signInAs(routes, 'user_1@orga_1');
    const headers = { cookie: cookieHeader(browser.cookies, false) };
    expect(await pages.sessions.current(new Request(options.origin, { headers }))).toMatchObject({
      userId: 'user_1',
    });
    const elsewhere = second.createCloseHandler({ ...options, basePath: '/other' });
    expect((await elsewhere.sessions.list({ userId: 'user_1' })).sessions).toEqual([]);
  });
});

describe('a session that a store in memory does not know', () => {
  it('is reported with its cause, at most once a minute', async () => {
    const clock = { now: 0 };
    const { browser, events } = setUp({ now: () => clock.now });
    browser.cookies.set('__Host-closekit', unknown);
    for (clock.now = 0; clock.now <= 60_000; clock.now += 20_000) {
      expect(await codeOf(browser.call('/api/close/api/v1/me/'))).toEqual([401, 'signed_out']);
    }
    expect(events).toEqual(
      [0, 60_000].map((at) =>
        expect.objectContaining({
          type: 'session-unknown',
          at,
          route: 'api',
          hint: expect.stringContaining('the memory of one process'),
        }),
      ),
    );
  });

  it('is not reported when it has ended here', async () => {
    const { handler, events } = setUp({ oauth: oauthOfMany() });
    const browser = await signInAs(handler, 'user_1@orga_1');
    await handler.sessions.endAll({ userId: 'user_1' });
    await browser.call('/api/close/session');
    expect(events.map(({ type }) => type)).toEqual(['signed-in', 'sessions-ended']);
  });

  it('is not reported for a cookie without the form of an id, nor with a store that processes share', async () => {
    const { browser, events } = setUp();
    browser.cookies.set('__Host-closekit', { ...unknown, value: 'A' });
    await browser.call('/api/close/session');
    const shared = setUp({ sessions: d1SessionStore({ database: fakeD1() }) });
    shared.browser.cookies.set('__Host-closekit', unknown);
    await shared.browser.call('/api/close/session');
    expect([...events, ...shared.events]).toEqual([]);
  });
});

describe('memorySessionStore', () => {
  it('warns once in a process that it is for one process, and not in tests', () => {
    const script = fileURLToPath(new URL('../../../test/engines/warn.ts', import.meta.url));
    const warningsOf = (mode: string): string[] => {
      const { stderr, status } = spawnSync(
        process.execPath,
        ['--no-warnings', '--conditions=@closekit/source', script],
        { encoding: 'utf8', env: { ...process.env, NODE_ENV: mode } },
      );
      expect([status, stderr]).toEqual([0, expect.any(String)]);
      return stderr.split('\n').filter((line) => line !== '');
    };
    expect(warningsOf('production')).toEqual([
      expect.stringMatching(/^@closekit\/server: sessions are stored in the memory of this process\./),
    ]);
    expect(warningsOf('test')).toEqual([]);
  });
});
