import { setTimeout as nodeTimeout } from 'node:timers/promises';
import { resealGrants } from '@closekit/oauth/maintenance';
import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { TokenStore } from '@closekit/oauth';
import { connect, hourMs, login, prepare } from './connect.ts';
import { deferred } from './deferred.ts';
import { twoVaults } from './two-vaults.ts';

describe('oauth.close', () => {
  it('waits for a read of the status, so that nothing opens the store again', async () => {
    const { oauth, grant, store } = await connect();
    const gate = deferred();
    const order: string[] = [];
    const load = store.load.bind(store);
    store.load = async (key) => {
      await gate.promise;
      order.push('loaded');
      return load(key);
    };
    store.close = async () => void order.push('closed');
    const looking = grant.status();
    const closing = oauth.close();
    await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();
    expect(await looking).toMatchObject({ status: 'active' });
    await closing;
    expect(order).toEqual(['loaded', 'closed']);
  });

  it('translates errors of the store', async () => {
    const { oauth, store } = await connect();
    store.close = () => Promise.reject(new Error('still in use'));
    await expect(oauth.close()).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('sends and stores nothing after it has given up a refresh', async () => {
    const { oauth, grant, store, clock, close } = await connect();
    clock.time += hourMs;
    for (let count = 0; count < 2; count += 1) close.answerNext(() => new Promise(() => undefined));
    const got = grant.get();
    await expect.poll(() => close.seen.length).toBe(1);
    const results = await Promise.allSettled([got, oauth.close({ timeoutMs: 1000 })]);
    expect(results).toMatchObject([
      { reason: { code: 'closed' } },
      { reason: { code: 'store_unavailable' } },
    ]);
    // A store that opens at first use would be open again.
    const calls: string[] = [];
    store.load = async () => void calls.push('load');
    store.compareAndSet = async () => calls.push('write') === 0;
    await clock.sleep(60_000);
    expect([close.seen.length, calls]).toEqual([1, []]);
  });

  it('says that tokens are lost, also when the store cannot be closed', async () => {
    const { oauth, grant, store, clock } = await connect();
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = (key, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    await grant.get();
    store.close = () => Promise.reject(new Error('still in use'));
    await expect(oauth.close()).rejects.toThrow(/connect again/);
  });
});

describe('a pair that is stored too late', () => {
  it('is revoked when another process has disconnected', async () => {
    const { oauth, grant, otherGrant, store, clock, close, standstill } = await twoVaults();
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    let isDown = true;
    store.compareAndSet = (key, version, next) =>
      isDown && next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    expect(await grant.get()).toBe('access-secret-2');
    standstill.stop();
    // The other process knows only the spent pair, and waits for the end of its lease.
    await otherGrant.revoke();
    expect(close.alive).toBe('refresh-secret-2');
    isDown = false;
    standstill.resume();
    await oauth.close();
    expect(close.alive).toBe('');
  });
});

describe('a sleep that rejects when its signal aborts, as that of node:timers/promises', () => {
  const minuteMs = 60_000;
  // Longer than any test: only the signal ends these pauses.
  const sleep = (_ms: number, signal?: AbortSignal): Promise<unknown> =>
    nodeTimeout(minuteMs, undefined, { signal });

  it('fails a login with its code when the vault closes before the tokens are stored', async () => {
    const { oauth, store, events } = prepare({ sleep });
    store.compareAndSet = () => Promise.reject(new Error('disk full'));
    const finished = login(oauth);
    await expect.poll(() => events.length).toBe(1);
    const closed = oauth.close();
    await expect(finished).rejects.toMatchObject({ code: 'store_unavailable' });
    await closed;
  });

  it('reports lost tokens, and tries to store them until the time limit of close', async () => {
    const { oauth, grant, store, clock, events } = await connect();
    clock.time += hourMs;
    store.compareAndSet = refusePair(store);
    expect(await grant.get()).toBe('access-secret-2');
    events.length = 0;
    const startedAt = clock.time;
    await expect(oauth.close({ timeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('orga_1/user_1'),
    });
    expect(clock.time - startedAt).toBe(60_000);
    expect(events.length).toBeGreaterThanOrEqual(24);
    expect(new Set(events.map((event) => event.type))).toEqual(new Set(['store_retry']));
  });

  it('wakes a vault that waits for the refresh of another vault', async () => {
    const { grant, close, clock, options } = await connect();
    const waiter = createCloseOAuth({ ...options, sleep }).grant(grant);
    clock.time += hourMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    const first = grant.get();
    await close.received();
    const second = waiter.get();
    await nodeTimeout(10);
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'a2', refresh_token: 'r2', expires_in: 3600 }),
    );
    expect(await Promise.all([first, second])).toEqual(['a2', 'a2']);
  });

  it('is replaced by a timer when it fails for another reason', async () => {
    const { oauth, store } = prepare({ sleep: () => Promise.reject(new Error('no timers here')) });
    store.compareAndSet = () => Promise.reject(new Error('disk full'));
    await expect(login(oauth)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

/** Accepts every write but that of the second pair. */
function refusePair(store: TokenStore): TokenStore['compareAndSet'] {
  const original = store.compareAndSet.bind(store);
  return (key, version, next) =>
    next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
}

const breakOff = (): Promise<never> => Promise.reject(new Error('down'));

describe('a store that misbehaves', () => {
  const shapes = [
    { lease: undefined },
    { sealed: undefined },
    { fingerprint: 1 },
    { expiresAt: '1' },
    { status: 'weird' },
  ];
  it.each(shapes)('fails with record_unreadable for a record with %j', async (change) => {
    const { oauth, store, options } = await connect();
    await oauth.close();
    const load = store.load.bind(store);
    store.load = async (key) => {
      const record = await load(key);
      return record && Object.assign(record, change);
    };
    const grant = createCloseOAuth(options).grant({ organizationId: 'orga_1', userId: 'user_1' });
    await expect(grant.get()).rejects.toMatchObject({ code: 'record_unreadable' });
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it.each([Number.NaN, new Date(0), '12'])('spends nothing by its clock of %j', async (time) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a store without types may give.
    const now = (): Promise<number> => Promise.resolve(time as unknown as number);
    const { grant, clock, close } = await connect({ store: { ...memoryStore(), now } });
    clock.time += hourMs;
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toEqual([]);
  });

  it('fails with store_unavailable when its scan breaks', async () => {
    const { oauth } = await connect({ store: { ...memoryStore(), scan: breakOff } });
    await expect(resealGrants(oauth)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});
