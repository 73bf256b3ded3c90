import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { settled } from './two-vaults.ts';
import { connect, hourMs } from './connect.ts';
import type { Connected } from './connect.ts';

type Members = Record<string, unknown>;

async function expired(members: Members = {}): Promise<Connected> {
  const connected = await connect();
  connected.clock.time += hourMs;
  connected.close.members = members;
  return connected;
}

function restarted({ options, grant }: Connected): Connected['grant'] {
  return createCloseOAuth(options).grant(grant);
}

describe('a malformed response after the server has rotated', () => {
  it('uses the default lifetime for a null expiry', async () => {
    const connected = await expired({ expires_in: null });
    expect(await connected.grant.get()).toBe('access-secret-2');
    expect((await connected.grant.status()).expiresAt).toBe(connected.clock.time + hourMs);
  });

  it('uses the default lifetime when the expiry is missing, negative or not a number', async () => {
    const lives = [undefined, -5, 0, 'soon', {}].map(async (expiry) => {
      const { grant, clock } = await expired({ expires_in: expiry });
      await grant.get();
      return ((await grant.status()).expiresAt ?? 0) - clock.time;
    });
    expect(await Promise.all(lives)).toEqual([hourMs, hourMs, hourMs, hourMs, hourMs]);
  });

  it('caps an absurd expiry at a year', async () => {
    const connected = await expired({ expires_in: 1e15 });
    await connected.grant.get();
    expect((await connected.grant.status()).expiresAt).toBe(connected.clock.time + 31_536_000_000);
  });

  it('ignores unknown members and members of a wrong type', async () => {
    const connected = await expired({
      extra: [1],
      scope: 7,
      organization_id: 3,
      user_id: null,
      token_type: 5,
    });
    expect(await connected.grant.get()).toBe('access-secret-2');
    expect((await connected.grant.status()).scope).toBe('all.full_access offline_access');
  });

  it('keeps the pair of an unknown token type without using its access token', async () => {
    const connected = await expired({ token_type: 'mac' });
    await expect(connected.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    connected.close.members = {};
    expect(await restarted(connected).get()).toBe('access-secret-3');
  });

  it('keeps the refresh token of a response whose access token has the wrong type', async () => {
    const connected = await expired({ access_token: 42 });
    await expect(connected.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    connected.close.members = {};
    expect(await connected.grant.get()).toBe('access-secret-3');
  });

  it('keeps the old refresh token only when the response has none', async () => {
    const connected = await expired({ refresh_token: undefined });
    connected.close.answerNext(() =>
      Response.json({ token_type: 'Bearer', access_token: 'again', expires_in: 3600 }),
    );
    expect(await connected.grant.get()).toBe('again');
    connected.clock.time += hourMs;
    await connected.grant.get();
    expect(connected.close.seen.map((request) => request.form.refresh_token)).toEqual([
      'refresh-secret-1',
      'refresh-secret-1',
    ]);
  });

  it('finds the pair in JSON that is cut off after it', async () => {
    const connected = await expired();
    connected.close.answerNext(
      () =>
        new Response('{"access_token":"a2","token_type":"Bearer","refresh_token":"refresh-secret-2","expi'),
      { rotate: true },
    );
    expect(await connected.grant.get()).toBe('a2');
    connected.clock.time += hourMs;
    expect(await connected.grant.get()).toBe('access-secret-3');
  });

  it('returns no token of another organization, and keeps the pair', async () => {
    const connected = await expired({ organization_id: 'orga_other' });
    await expect(connected.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(connected.grant.peek()).toBeUndefined();
    const record = await connected.store.load('orga_1/user_1');
    expect(record).toMatchObject({ status: 'reauthorization_required', generation: 2 });
    expect(record?.sealed).toEqual(expect.stringContaining('v1.k1.'));
  });
});

describe('a refresh without a verdict', () => {
  it('is retryable after 429, and says how long to wait', async () => {
    const { grant, close, clock } = await expired();
    close.answerNext(() => new Response('{}', { status: 429, headers: { 'retry-after': '7' } }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable', retryAfterMs: 7000 });
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable', retryAfterMs: 7000 });
    expect(close.seen).toHaveLength(1);
    clock.time += 7000;
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('accepts no verdict with a server error', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 500 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('is retryable after an HTML error page', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('is repeated once after a truncated response, and then fails for now', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => new Response('{"access_tok'));
    close.answerNext(() => new Response('{"access_tok'));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable', outcomeUnknown: true });
    expect(close.seen).toHaveLength(2);
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('is saved by the repeat when the first request never arrived', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('loses the connection only when the server has rotated and its response is lost', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => Promise.reject(new TypeError('terminated')), { rotate: true });
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(close.seen).toHaveLength(2);
  });

  it('keeps the tokens while the network is down', async () => {
    const { grant, close, store } = await expired();
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await store.load('orga_1/user_1')).toMatchObject({ status: 'active', generation: 1 });
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('is not repeated when the connection was refused', async () => {
    const { grant, close } = await expired();
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    close.answerNext(() => Promise.reject(new TypeError('fetch failed', { cause: refused })));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable', outcomeUnknown: false });
    expect(close.seen).toHaveLength(1);
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('ends when its patience is over even when the transport ignores its signal', async () => {
    const { grant, close, clock } = await expired();
    const started = clock.time;
    const never = new Promise<Response>(() => undefined);
    close.answerNext(() => never);
    close.answerNext(() => never);
    const outcomes: string[] = [];
    while (close.seen.length < 2) {
      outcomes.push(await grant.get().catch((error: Error) => error.message));
    }
    expect(clock.time - started).toBeGreaterThanOrEqual(300_000);
    expect(new Set(outcomes)).toEqual(
      new Set(['The refresh of this grant is still in progress. Try again.']),
    );
    expect(await settled(grant)).toBe('access-secret-2');
    expect(close.seen).toHaveLength(3);
  });

  it('keeps the tokens when the app is refused', async () => {
    const { grant, close } = await expired();
    close.answerNext(() => Response.json({ error: 'invalid_client' }, { status: 401 }));
    await expect(grant.get()).rejects.toMatchObject({
      code: 'client_misconfigured',
      reason: 'invalid_client',
    });
    expect(await grant.get()).toBe('access-secret-2');
  });
});

describe('a store that fails', () => {
  it('loses nothing when it fails after the rotation', async () => {
    const connected = await expired();
    const { grant, store, events } = connected;
    const original = store.compareAndSet.bind(store);
    let failures = 2;
    store.compareAndSet = async (key, version, next) => {
      if (next.generation === 2 && failures-- > 0) throw new Error('disk full');
      return original(key, version, next);
    };
    expect(await grant.get()).toBe('access-secret-2');
    expect(events.map((event) => event.type)).toEqual(['store_retry', 'store_retry', 'refreshed']);
    expect(await restarted(connected).get()).toBe('access-secret-2');
  });

  it('serves the pair from memory while it is down, and stores it afterwards', async () => {
    const connected = await connect();
    const { grant, store, clock, close } = connected;
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = (key, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    expect(await grant.get()).toBe('access-secret-2');
    expect(grant.peek()).toBe('access-secret-2');
    expect(await grant.status()).toMatchObject({ generation: 2, refreshes: 1, status: 'active' });
    store.compareAndSet = original;
    await clock.sleep(2500);
    await expect.poll(async () => (await store.load('orga_1/user_1'))?.generation).toBe(2);
    clock.time += hourMs;
    expect(await grant.get()).toBe('access-secret-3');
    expect(close.seen).toHaveLength(2);
  });

  it('spends no second refresh token while the last pair is not stored', async () => {
    const connected = await connect();
    const { grant, store, clock, close } = connected;
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = (key, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    await grant.get();
    clock.time += hourMs;
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toHaveLength(1);
    store.compareAndSet = original;
    expect(await grant.get()).toBe('access-secret-3');
  });

  it('fails on close when the pair could not be stored', async () => {
    const connected = await connect();
    const { oauth, grant, store, clock } = connected;
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = (key, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    await grant.get();
    await expect(oauth.close()).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('spends nothing when it does not accept the lease', async () => {
    const { grant, store, close } = await expired();
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = () => Promise.reject(new Error('read-only'));
    await expect(grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toEqual([]);
    store.compareAndSet = original;
    expect(await grant.get()).toBe('access-secret-2');
  });

  it('finds a write whose confirmation was lost', async () => {
    const { grant, store, close, events } = await expired();
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = async (key, version, next) => {
      await original(key, version, next);
      if (next.generation === 2 && store.compareAndSet !== original) {
        store.compareAndSet = original;
        throw new Error('connection reset');
      }
      return true;
    };
    expect(await grant.get()).toBe('access-secret-2');
    expect(events.map((event) => event.type)).toEqual(['store_retry', 'refreshed']);
    expect([close.seen.length, (await store.load('orga_1/user_1'))?.generation]).toEqual([1, 2]);
  });

  it('writes the pair again when only the version has changed', async () => {
    const connected = await expired();
    const { grant, store, close } = connected;
    close.answerNext(async () => {
      const record = await store.load('orga_1/user_1');
      if (record)
        await store.compareAndSet('orga_1/user_1', record.version, {
          ...record,
          version: record.version + 1,
        });
      return Response.json({
        token_type: 'Bearer',
        access_token: 'mine',
        refresh_token: 'r',
        expires_in: 3600,
      });
    });
    expect(await grant.get()).toBe('mine');
    expect(await restarted(connected).get()).toBe('mine');
  });
});
