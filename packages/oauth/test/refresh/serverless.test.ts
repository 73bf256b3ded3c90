import { AsyncLocalStorage } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import type { CloseOAuthOptions, TokenStore } from '@closekit/oauth';
import { hourMs, prepare } from '../connect.ts';
import { deferred } from '../deferred.ts';
import { settled } from '../two-vaults.ts';
import { down, expiredScene, gapMs, heartbeatMs, key, leaseMs, leaseOfDead, pair } from './scene.ts';
import type { Scene } from './scene.ts';

const inCalls = { background: 'off', callLimitMs: 25_000 } as const;

afterEach(() => void vi.unstubAllEnvs());
afterEach(() => void vi.unstubAllGlobals());

function answerAfter(scene: Scene, ms: number): void {
  scene.close.answerNext(async () => {
    await scene.clock.sleep(ms);
    return pair('slow');
  });
}

describe('a call on a host without background work', () => {
  it('does not settle between the request and the stored pair, even past its time limit', async () => {
    const scene = await expiredScene(inCalls);
    answerAfter(scene, 18_000);
    const startedAt = scene.clock.elapsed();
    expect(await scene.grant.get()).toBe('slow');
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(18_000);
    expect(await scene.store.load(key)).toMatchObject({ generation: 2, lease: null });
  });

  it('does not settle when its caller aborts after the request', async () => {
    const scene = await expiredScene(inCalls);
    const leaver = new AbortController();
    scene.close.answerNext(async () => {
      leaver.abort();
      await scene.clock.sleep(5000);
      return pair('slow');
    });
    expect(await scene.grant.get({ signal: leaver.signal })).toBe('slow');
  });

  it('tells its caller who has aborted after the request why there is no token', async () => {
    const scene = await expiredScene(inCalls);
    const leaver = new AbortController();
    scene.close.answerNext(() => {
      leaver.abort();
      return new Response('busy', { status: 503 });
    });
    await expect(scene.grant.get({ signal: leaver.signal })).rejects.toMatchObject({ status: 503 });
  });

  it('goes on for its own caller when another, who has joined it, aborts', async () => {
    const scene = await expiredScene(inCalls);
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
    const startedAt = scene.clock.elapsed();
    const leaver = new AbortController();
    const both = Promise.allSettled([scene.grant.get(), scene.grant.get({ signal: leaver.signal })]);
    leaver.abort();
    const [stayed, left] = await both;
    expect(left).toMatchObject({ reason: { code: 'aborted' } });
    expect(stayed).toMatchObject({ reason: { code: 'refresh_unavailable' } });
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(10_000);
  });

  it('sends nothing for a caller whose signal has aborted before', async () => {
    const scene = await expiredScene(inCalls);
    const get = scene.grant.get({ signal: AbortSignal.abort() });
    await expect(get).rejects.toMatchObject({ code: 'aborted' });
    expect(scene.sent()).toEqual([]);
  });

  it('leaves no listener on the signal of its caller', async () => {
    const scene = await expiredScene(inCalls);
    const { signal } = new AbortController();
    await scene.grant.get({ signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('waits for the store as long as it may', async () => {
    const scene = await expiredScene(inCalls);
    scene.close.answerNext(() => {
      scene.trouble.write = down;
      void scene.clock.sleep(15_000).then(() => (scene.trouble.write = undefined));
      return pair('new');
    });
    const startedAt = scene.clock.elapsed();
    expect(await scene.grant.get()).toBe('new');
    expect(scene.clock.elapsed() - startedAt).toBeLessThanOrEqual(15_000 + heartbeatMs);
    expect(await scene.store.load(key)).toMatchObject({ generation: 2, lease: null });
  });

  it('waits for the store no longer than it may', async () => {
    const scene = await expiredScene(inCalls);
    scene.close.answerNext(() => {
      scene.trouble.write = down;
      return pair('new');
    });
    const startedAt = scene.clock.elapsed();
    expect(await scene.grant.get()).toBe('new');
    expect(scene.clock.elapsed() - startedAt).toBe(20_000);
  });

  it('listens until five seconds before its end, and leaves a lease that others take at once', async () => {
    const scene = await expiredScene(inCalls);
    scene.close.answerNext(() => new Promise(() => undefined));
    const startedAt = scene.clock.elapsed();
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(Math.round((scene.clock.elapsed() - startedAt) / 1000)).toBe(20);
    expect(await scene.lease()).toMatchObject({ expiresAt: 0, attempt: 1 });
    expect(await scene.otherGrant.get()).toBe('access-secret-2');
  });

  it('sends nothing when the store leaves no time to listen', async () => {
    const scene = await expiredScene({ background: 'off', callLimitMs: 8000 });
    const write = scene.store.compareAndSet.bind(scene.store);
    scene.store.compareAndSet = async (...args) => {
      scene.store.compareAndSet = write;
      await scene.clock.sleep(3000);
      return write(...args);
    };
    scene.close.answerNext(
      async () => {
        await scene.clock.sleep(100);
        const members = { access_token: 'new', refresh_token: scene.close.alive, expires_in: 3600 };
        return Response.json({ token_type: 'Bearer', ...members });
      },
      { rotate: true },
    );
    await expect(scene.grant.get()).rejects.toMatchObject({
      code: 'refresh_unavailable',
      message: 'Too little time is left in this call for a refresh. Try again.',
      retryAfterMs: 0,
    });
    expect(scene.sent()).toEqual([]);
    expect(await settled(scene.grant)).toBe('new');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('takes over a killed holder whose clock was far ahead', async () => {
    const scene = await expiredScene({ background: 'off', callLimitMs: 12_000 });
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + 24 * hourMs) });
    const startedAt = scene.clock.elapsed();
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(scene.clock.elapsed() - startedAt).toBeLessThanOrEqual(8 * (gapMs + heartbeatMs));
  });

  it('does not refresh ahead of expiry', async () => {
    const scene = await expiredScene(inCalls);
    await scene.grant.get();
    scene.close.seen.length = 0;
    scene.clock.time += 0.96 * hourMs;
    expect(await scene.grant.get()).toBe('access-secret-2');
    await scene.clock.sleep(heartbeatMs);
    expect(scene.sent()).toEqual([]);
  });

  it.each([8000, 12_000, 25_000])('of %i ms takes over a killed holder, with others', async (callLimitMs) => {
    const scene = await expiredScene({ background: 'off', callLimitMs });
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
    const startedAt = scene.clock.elapsed();
    expect(await settled(scene.grant)).toBe('access-secret-2');
    // A call that ends in a round gives it up.
    expect(scene.clock.elapsed() - startedAt).toBeLessThanOrEqual(8 * (gapMs + heartbeatMs) + callLimitMs);
    const isWarned = scene.events.some(({ type }) => type === 'call_too_short');
    expect(isWarned).toBe(callLimitMs < 12_500);
  });

  it('ends its wait for another process at its time limit, or by its signal', async () => {
    const scene = await expiredScene(inCalls);
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
    const startedAt = scene.clock.elapsed();
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(scene.clock.elapsed() - startedAt).toBeLessThanOrEqual(10_000 + heartbeatMs);
    // The next call reads at once: there was no failure to back off from.
    const reads: number[] = [];
    const nextAt = scene.clock.elapsed();
    scene.trouble.read = () => void reads.push(scene.clock.elapsed());
    const leaver = new AbortController();
    const left = scene.grant.get({ signal: leaver.signal });
    leaver.abort();
    const leftAt = scene.clock.elapsed();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    expect(scene.clock.elapsed() - leftAt).toBeLessThanOrEqual(heartbeatMs);
    expect(reads[0]).toBe(nextAt);
    expect(scene.sent()).toEqual([]);
  });
});

describe('the option background', () => {
  it.each(['AWS_LAMBDA_FUNCTION_NAME', 'VERCEL', 'NETLIFY', 'K_SERVICE', 'DENO_DEPLOYMENT_ID'])(
    'knows by itself that %s announces a host without background work',
    async (variable) => {
      vi.stubEnv(variable, '1');
      const scene = await expiredScene();
      answerAfter(scene, 12_000);
      expect(await scene.grant.get()).toBe('slow');
    },
  );

  it('knows Cloudflare Workers', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
    const scene = await expiredScene();
    answerAfter(scene, 12_000);
    expect(await scene.grant.get()).toBe('slow');
  });

  it('hands every refresh to waitUntil, which never rejects', async () => {
    const works: Promise<unknown>[] = [];
    const scene = await expiredScene({ background: { waitUntil: (work) => works.push(work) } });
    scene.close.answerNext(() => new Response('busy', { status: 503 }));
    await expect(scene.grant.get()).rejects.toMatchObject({ status: 503 });
    await settled(scene.grant);
    scene.clock.time += 0.96 * hourMs;
    await scene.grant.get();
    expect(works).toHaveLength(3);
    await Promise.all(works);
    expect(scene.grant.peek()).toBe('access-secret-3');
  });

  it('hands a pair that could not be stored to waitUntil until it is stored', async () => {
    const open = new Set<Promise<unknown>>();
    const waitUntil = (work: Promise<unknown>): void => {
      open.add(work);
      void work.then(() => open.delete(work));
    };
    const scene = await expiredScene({ background: { waitUntil } });
    scene.close.answerNext(() => {
      scene.trouble.write = down;
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
    await scene.clock.sleep(leaseMs);
    expect(open.size).toBe(1);
    scene.trouble.write = undefined;
    await Promise.all(open);
    expect(await scene.store.load(key)).toMatchObject({ generation: 2, lease: null });
  });

  it('may have a waitUntil that throws, as outside of a call', async () => {
    const scene = await expiredScene({ background: { waitUntil: down } });
    expect(await scene.grant.get()).toBe('access-secret-2');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it.each([
    [{ background: 'on' }, '`background` must be "auto", "off" or an object with `waitUntil`.'],
    [{ background: {} }, '`background` must be "auto", "off" or an object with `waitUntil`.'],
    [{ background: null }, '`background` must be "auto", "off" or an object with `waitUntil`.'],
    [{ background: 'off' }, '`callLimitMs` must be set with `background: "off"`.'],
    [{ callLimitMs: 5000 }, '`callLimitMs` must be at least 6000.'],
    [{ leaseMs: 1000 }, '`leaseMs` must be at least 1200.'],
  ])('refuses %j', (wrong, message) => {
    const { options } = prepare();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- callers without types.
    const create = (): unknown => createCloseOAuth({ ...options, ...wrong } as CloseOAuthOptions);
    expect(create).toThrow(new TypeError(`createCloseOAuth: ${message}`));
  });
});

const forever = (): Promise<never> => new Promise(() => undefined);

describe('a call that its host has cancelled', () => {
  it('is left by those who joined its refresh after two heartbeats, and the token is sent once', async () => {
    const call = new AsyncLocalStorage<{ isCancelled: boolean }>();
    const inCall = async <T>(work: Promise<T>): Promise<T> => {
      const result = await work;
      return call.getStore()?.isCancelled ? forever() : result;
    };
    const scene = await expiredScene();
    const { clock, close, options, store } = scene;
    const isolate = createCloseOAuth({
      ...options,
      store: {
        ...store,
        load: (name) => inCall(store.load(name)),
        compareAndSet: (...args) => inCall(store.compareAndSet(...args)),
      },
      sleep: (ms, signal) => inCall(clock.sleep(ms, signal)),
      fetch: (...request) => inCall(close.fetch(...request)),
    });
    const grant = isolate.grant(scene.grant);
    const first = { isCancelled: false };
    close.answerNext(async () => {
      first.isCancelled = true;
      return forever();
    });
    void call.run(first, () => grant.get()).catch(() => undefined);
    await clock.sleep(100);
    const startedAt = clock.elapsed();
    expect(await call.run({ isCancelled: false }, () => settled(grant))).toBe('access-secret-2');
    // It left after two heartbeats, and met the lease like a stranger.
    expect(clock.elapsed() - startedAt).toBeGreaterThanOrEqual(5 * gapMs);
    expect(clock.elapsed() - startedAt).toBeLessThanOrEqual(leaseMs + gapMs + 2 * heartbeatMs);
    expect(scene.sent()).toEqual(['refresh-secret-1', 'refresh-secret-1']);
  });

  it('may go on after it was left: its pair is stored before anything else is sent', async () => {
    const call = new AsyncLocalStorage<string>();
    const gate = deferred();
    const scene = await expiredScene();
    const { clock, close, options, store } = scene;
    let isDown = false;
    let isWatched = false;
    // The record is read before the first call gets its pair, and used after that could not be stored.
    const loadSlowly: TokenStore['load'] = async (name) => {
      isWatched = true;
      isDown = true;
      gate.resolve();
      await clock.sleep(500);
      const found = await store.load(name);
      await clock.sleep(heartbeatMs);
      return found;
    };
    const isolate = createCloseOAuth({
      ...options,
      store: {
        ...store,
        load: (name) => (call.getStore() === 'second' && !isWatched ? loadSlowly(name) : store.load(name)),
        compareAndSet: async (name, version, next) =>
          isDown && next.generation === 2 ? down() : store.compareAndSet(name, version, next),
      },
      async sleep(ms, signal) {
        await clock.sleep(ms, signal);
        if (call.getStore() === 'first') await gate.promise;
      },
    });
    const grant = isolate.grant(scene.grant);
    close.answerNext(async () => {
      await gate.promise;
      return pair('new');
    });
    const first = call.run('first', () => grant.get());
    await clock.sleep(100);
    const second = call.run('second', () => grant.get());
    await expect(second).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await first).toBe('new');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    isDown = false;
    await clock.sleep(heartbeatMs * 2);
    expect(await store.load(key)).toMatchObject({ generation: 2, lease: null });
  });
});
