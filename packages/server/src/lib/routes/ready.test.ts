import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';
import type { SessionRecord } from '../stores/session-store.ts';
import { memorySessionStore } from '../stores/memory.ts';

const get = (path: string): Request => new Request(`https://app.example/api/close/${path}`);

/** A session store whose `load` the test decides. */
function storeWith(load: () => Promise<SessionRecord | undefined>) {
  return { ...memorySessionStore(), load };
}

afterEach(() => vi.useRealTimers());

describe('GET health', () => {
  it('responds without a session, a header or a store', async () => {
    const { handler } = setUp({ sessions: storeWith(async () => Promise.reject(new Error('away'))) });
    const response = await handler(get('health'));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('HEAD health and HEAD ready', () => {
  it('have the status of GET', async () => {
    const { handler } = setUp({ sessions: storeWith(async () => Promise.reject(new Error('away'))) });
    const head = (path: string): Request => new Request(get(path), { method: 'HEAD' });
    expect((await handler(head('health'))).status).toBe(200);
    expect((await handler(head('ready'))).status).toBe(503);
  });
});

describe('GET ready', () => {
  it('responds when both stores do', async () => {
    const response = await setUp().handler(get('ready'));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('fails when a store fails, and shows why only to the operator', async () => {
    const away = new Error('connect ECONNREFUSED db.internal');
    const sessions = storeWith(async () => Promise.reject(away));
    const grant = { ...fakeGrant(), status: async () => Promise.reject(away) };
    for (const options of [{ sessions }, { oauth: fakeCloseOAuth(grant) }]) {
      const { handler, events } = setUp(options);
      const response = await handler(get('ready'));
      const text = await response.text();
      expect([response.status, response.headers.has('retry-after')]).toEqual([503, true]);
      expect([text.includes('not_ready'), text.includes('db.internal')]).toEqual([true, false]);
      expect(events).toMatchObject([{ type: 'failed', route: 'ready', error: { cause: away } }]);
    }
  });

  it('waits two seconds for a store and starts no second check', async () => {
    vi.useFakeTimers();
    let loads = 0;
    const resolvers: ((value: undefined) => void)[] = [];
    const sessions = storeWith(async () => {
      loads += 1;
      return new Promise<undefined>((resolve) => resolvers.push(resolve));
    });
    const { handler } = setUp({ sessions });
    const responses = Promise.all([codeOf(handler(get('ready'))), codeOf(handler(get('ready')))]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await responses).toEqual([
      [503, 'not_ready'],
      [503, 'not_ready'],
    ]);
    const late = handler(get('ready'));
    await vi.advanceTimersByTimeAsync(0);
    resolvers[0]?.(undefined);
    expect([(await late).status, loads]).toEqual([200, 1]);
  });

  it('remembers a result for a second', async () => {
    vi.useFakeTimers();
    let loads = 0;
    const sessions = storeWith(async () => {
      loads += 1;
      return undefined;
    });
    const { handler } = setUp({ sessions });
    for (let call = 0; call < 5; call += 1) await handler(get('ready'));
    expect(loads).toBe(1);
    vi.advanceTimersByTime(1000);
    await handler(get('ready'));
    expect(loads).toBe(2);
  });
});
