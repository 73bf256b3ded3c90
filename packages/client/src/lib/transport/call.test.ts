import { describe, expect, it, vi, beforeEach, afterEach } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseClient } from '../create-close-client.ts';
import { watch } from '../watching/watch.ts';

const never = () => new Promise<Response>(() => {});
const endless = () =>
  new Response(new ReadableStream({}), { headers: { 'content-type': 'application/json' } });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('timeout', () => {
  it('limits one attempt', async () => {
    const server = stubFetch(never);
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, retry: false, timeoutMs: 100 });
    const result = close.users.get('user_1').result();
    await vi.advanceTimersByTimeAsync(99);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toMatchObject({ error: { code: 'timeout', attempts: 1, operation: 'users_get' } });
  });

  it('covers reading the body', async () => {
    const server = stubFetch(endless());
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, retry: false });
    const result = close.users.get('user_1', { timeoutMs: 100 }).result();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toMatchObject({ error: { code: 'timeout' } });
  });

  it('covers getting the token', async () => {
    const auth = { get: () => new Promise<string>(() => {}), invalidate: () => {} };
    const close = createCloseClient({ auth, fetch: stubFetch().fetch, retry: false, timeoutMs: 100 });
    const result = close.users.get('user_1').result();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toMatchObject({ error: { code: 'timeout', attempts: 0 } });
  });

  it('covers the invalidation of a token', async () => {
    const auth = { get: async () => 'token', invalidate: () => new Promise<never>(() => {}) };
    const { fetch } = stubFetch(json({}, { status: 401 }));
    const close = createCloseClient({ auth, fetch, retry: false, timeoutMs: 100 });
    const result = close.users.getMe().result();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toMatchObject({ ok: false, error: { code: 'timeout', attempts: 1 } });
  });

  it('restarts for each attempt of a read', async () => {
    const server = stubFetch(never, json({ id: 'user_1' }));
    const close = createCloseClient({
      auth: bearer('t'),
      fetch: server.fetch,
      timeoutMs: 100,
      sleep: async () => {},
    });
    const answer = close.users.get('user_1').withResponse();
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toMatchObject({ attempts: 2 });
  });

  it('does not repeat a write', async () => {
    const server = stubFetch(never);
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, timeoutMs: 100 });
    const result = close.leads.create({ name: 'Acme' }).result();
    await vi.advanceTimersByTimeAsync(100);
    expect(await result).toMatchObject({ error: { code: 'timeout', attempts: 1 } });
  });

  it('leaves no timer behind', async () => {
    const close = createCloseClient({ auth: bearer('t'), fetch: stubFetch(json({})).fetch });
    await close.users.get('user_1');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('can be switched off', async () => {
    const server = stubFetch(async () => {
      expect(vi.getTimerCount()).toBe(0);
      return json({ id: 'user_1' });
    });
    const limits = { timeoutMs: Infinity, totalTimeoutMs: Infinity };
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, ...limits });
    expect(await close.users.get('user_1')).toEqual({ id: 'user_1' });
  });

  it('aborts the request itself, not only the wait', async () => {
    let cut: AbortSignal | undefined;
    const server = stubFetch((request) => {
      cut = request.signal;
      return never();
    });
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch, retry: false, timeoutMs: 100 });
    const result = close.users.get('user_1').result();
    await vi.advanceTimersByTimeAsync(100);
    await result;
    expect(cut?.aborted).toBe(true);
  });
});

describe('abort', () => {
  it('is distinguished from a timeout, and keeps its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('left the page');
    const close = createCloseClient({ auth: bearer('t'), fetch: stubFetch(never).fetch });
    const result = close.users.get('user_1', { signal: controller.signal }).result();
    await vi.advanceTimersByTimeAsync(1);
    controller.abort(reason);
    expect(await result).toMatchObject({ error: { code: 'aborted', cause: reason, attempts: 1 } });
  });

  it('sends nothing when the signal has already aborted', async () => {
    const server = stubFetch();
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch });
    const result = await close.users.get('user_1', { signal: AbortSignal.abort() }).result();
    expect(result).toMatchObject({ error: { code: 'aborted', attempts: 0 } });
    expect(server.seen).toHaveLength(0);
  });

  it('sends nothing when a token has arrived but the caller aborts before it is used', async () => {
    const controller = new AbortController();
    const get = () => {
      const token = Promise.resolve('token');
      void abortAfter(token);
      return token;
    };
    const abortAfter = async (token: Promise<string>) => {
      await token;
      // The client has the token now, and continues after this turn.
      await Promise.resolve();
      controller.abort();
    };
    const server = stubFetch(never);
    const close = createCloseClient({ auth: { get, invalidate: () => {} }, fetch: server.fetch });
    const result = await close.leads.create({ name: 'Acme' }, { signal: controller.signal }).result();
    expect(result).toMatchObject({ error: { code: 'aborted', attempts: 0, mayHaveActed: false } });
    expect(server.seen).toEqual([]);
  });

  it('sends nothing when the caller aborts in a hook', async () => {
    const controller = new AbortController();
    const server = stubFetch(never);
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch });
    watch(close, { onRequest: () => controller.abort() });
    const result = await close.leads.create({ name: 'Acme' }, { signal: controller.signal }).result();
    expect(result).toMatchObject({ error: { code: 'aborted', attempts: 0, mayHaveActed: false } });
    expect(server.seen).toEqual([]);
  });

  it('aborts the signal of the request: of the replay after a 401, and of a retry', async () => {
    const seen: (AbortSignal | null | undefined)[] = [];
    const answers = [json({}, { status: 401 }), json({}, { status: 503 })];
    const send: typeof fetch = (_, init) => {
      seen.push(init?.signal);
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : never();
    };
    let token = 0;
    const auth = { get: () => `t${token}`, invalidate: () => void (token += 1) };
    const close = createCloseClient({ auth, fetch: send, sleep: async () => {} });
    const controller = new AbortController();
    const result = close.users.getMe({ signal: controller.signal }).result();
    await vi.advanceTimersByTimeAsync(1);
    controller.abort();
    expect(await result).toMatchObject({ error: { code: 'aborted', attempts: 3 } });
    expect(seen.map((signal) => signal?.aborted)).toEqual([false, false, true]);
  });

  it('aborts reading the body', async () => {
    const controller = new AbortController();
    const close = createCloseClient({ auth: bearer('t'), fetch: stubFetch(endless()).fetch });
    const result = close.users.get('user_1', { signal: controller.signal }).result();
    await vi.advanceTimersByTimeAsync(1);
    controller.abort();
    expect(await result).toMatchObject({ error: { code: 'aborted' } });
  });
});

const limitedClient = (...answers: Answer[]) =>
  createCloseClient({
    auth: bearer('t'),
    fetch: stubFetch(...answers).fetch,
    timeoutMs: 100,
    totalTimeoutMs: 250,
    retry: { attempts: 10 },
    random: () => 0,
  });
const held = () => json({}, { status: 429, headers: { 'retry-after': '20' } });
const busy = () => json({}, { status: 503, headers: { 'retry-after': '1' } });

describe('the total limit', () => {
  it('ends a call with all its attempts', async () => {
    const result = limitedClient(never, never, never, never).users.getMe().result();
    await vi.advanceTimersByTimeAsync(249);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    const message = 'users_get_me: No result within `totalTimeoutMs`, 250 ms. Try again.';
    expect(await result).toMatchObject({ error: { code: 'timeout', attempts: 3, message } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not begin a wait that it would cut', async () => {
    expect(await limitedClient(busy).users.getMe().result()).toMatchObject({
      error: { code: 'server_error', status: 503, attempts: 1, retryAfterMs: 1000 },
    });
  });

  it('can be set for one call', async () => {
    const result = limitedClient(never).users.getMe({ totalTimeoutMs: 50 }).result();
    await vi.advanceTimersByTimeAsync(50);
    expect(await result).toMatchObject({ error: { code: 'timeout', attempts: 1 } });
  });

  it('begins when the call leaves the queue', async () => {
    const close = createCloseClient({
      auth: bearer('t'),
      fetch: stubFetch(held, json({ id: 'a' }), json({ id: 'b' })).fetch,
      totalTimeoutMs: 30_000,
      random: () => 0,
    });
    const first = close.users.getMe();
    const sent = first.result();
    await vi.advanceTimersByTimeAsync(1);
    const queued = close.users.getMe({ totalTimeoutMs: 1_000 }).withResponse();
    await vi.advanceTimersByTimeAsync(22_000);
    expect(await sent).toMatchObject({ ok: true });
    expect(await queued).toMatchObject({ data: { id: 'b' }, attempts: 1 });
  });
});

const pacedClient = (options: object) =>
  createCloseClient({
    auth: bearer('t'),
    fetch: stubFetch(held, json({}), json({}), json({})).fetch,
    random: () => 0,
    ...options,
  });

describe('the queue', () => {
  it('is left by `maxQueueMs`', async () => {
    const close = pacedClient({ maxQueueMs: 500 });
    const first = close.users.getMe().result();
    await vi.advanceTimersByTimeAsync(1);
    const result = close.users.getMe().result();
    await vi.advanceTimersByTimeAsync(500);
    expect(await result).toMatchObject({ error: { code: 'rate_limited', attempts: 0, waitedMs: 500 } });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await first).toMatchObject({ ok: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is left by the caller's signal, and leaves no timer", async () => {
    const close = pacedClient({});
    const controller = new AbortController();
    const { signal } = controller;
    const both = [close.users.getMe({ signal }).result()];
    await vi.advanceTimersByTimeAsync(1);
    both.push(close.users.getMe({ signal }).result());
    await vi.advanceTimersByTimeAsync(1);
    controller.abort();
    expect(await Promise.all(both)).toMatchObject([
      { error: { code: 'aborted', attempts: 1 } },
      { error: { code: 'aborted', attempts: 0 } },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('holds no other group', async () => {
    const close = pacedClient({});
    const first = close.users.getMe().result();
    await vi.advanceTimersByTimeAsync(1);
    expect(await close.users.get('user_1').withResponse()).toMatchObject({ attempts: 1 });
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await first).toMatchObject({ ok: true });
  });

  it('fails calls that do not wait for so long, sent or not', async () => {
    const close = pacedClient({ retry: { maxDelayMs: 5_000 } });
    const results = [close.users.getMe().result()];
    await vi.advanceTimersByTimeAsync(1);
    results.push(close.users.getMe().result());
    await vi.advanceTimersByTimeAsync(1);
    const [refused, queued] = await Promise.all(results);
    expect(refused).toMatchObject({ error: { code: 'rate_limited', status: 429, retryAfterMs: 20_000 } });
    expect(queued).toMatchObject({ error: { code: 'rate_limited', attempts: 0 } });
    expect(vi.getTimerCount()).toBe(0);
  });
});
