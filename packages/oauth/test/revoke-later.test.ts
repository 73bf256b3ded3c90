import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuthOptions } from '@closekit/oauth';
import { connect, keys, login, shortly } from './connect.ts';
import type { Connected } from './connect.ts';
import { twoVaults } from './two-vaults.ts';

const key = 'orga_1/user_1';
const minuteMs = 60_000;
const isReached = { status: 'revoked', sealed: null };

/** A connection to a Close that cannot be reached for some time; `sent` are the times of the attempts. */
async function connectToDown(downForMs: number, overrides: Partial<CloseOAuthOptions> = {}) {
  const all = await connect(overrides);
  const sent = whileDown(all, downForMs);
  const stored = () => all.store.load(key);
  return { ...all, sent, stored, disconnect: () => all.grant.revoke().catch((error: unknown) => error) };
}

/** Lets every attempt fail until the time is over. Returns the times of the attempts, since then. */
function whileDown({ close, clock }: Connected, downForMs: number): number[] {
  const start = clock.elapsed();
  const sent: number[] = [];
  const answer = (): Promise<Response> => {
    const at = clock.elapsed() - start;
    sent.push(at);
    if (at < downForMs) close.answerNext(answer);
    if (at < downForMs) return Promise.reject(new TypeError('fetch failed'));
    close.alive = '';
    return Promise.resolve(new Response(null, { status: 200 }));
  };
  close.answerNext(answer);
  return sent;
}

describe('a disconnect while Close cannot be reached', () => {
  it('is effective at once, and reports why it is not finished', async () => {
    const { grant, disconnect, stored } = await connectToDown(minuteMs);
    expect(await disconnect()).toMatchObject({ code: 'revoke_unavailable' });
    expect(await stored()).toMatchObject({ status: 'revoking' });
    expect(await grant.status()).toMatchObject({ status: 'revoked' });
    expect(grant.peek()).toBeUndefined();
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('is finished in the background, with pauses that double up to five minutes', async () => {
    const { disconnect, stored, close, sent, events } = await connectToDown(60 * minuteMs);
    await disconnect();
    await expect.poll(stored).toMatchObject(isReached);
    expect(close.alive).toBe('');
    const pauses = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
    expect(pauses.every((pause, index) => pause <= Math.min(1000 * 2 ** index, 5 * minuteMs))).toBe(true);
    expect(pauses.every((pause, index) => pause >= Math.min(500 * 2 ** index, 2.5 * minuteMs))).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'revoked' });
    expect(events.slice(0, -1)).toEqual(
      sent.slice(1).map(() => expect.objectContaining({ type: 'revoke_retry', code: 'revoke_unavailable' })),
    );
  });

  it('waits as long as the server asks for', async () => {
    const { grant, close, store, clock } = await connect();
    close.answerNext(() => new Response('', { status: 503, headers: { 'retry-after': '240' } }));
    const startedAt = clock.elapsed();
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    await expect.poll(() => store.load(key)).toMatchObject(isReached);
    expect(clock.elapsed() - startedAt).toBeGreaterThanOrEqual(240_000);
  });

  it('sends one request at a time for all grants of the process', async () => {
    const all = await connect();
    all.close.members = { organization_id: 'orga_2' };
    const second = await login(all.oauth);
    const sent = whileDown(all, 30 * minuteMs);
    await Promise.allSettled([all.grant.revoke(), second.revoke()]);
    const stored = () => Promise.all([key, 'orga_2/user_1'].map((each) => all.store.load(each)));
    await expect.poll(stored).toMatchObject([isReached, isReached]);
    // Two calls at once, then one attempt after each pause, whatever the number of grants.
    const later = sent.slice(2);
    expect(new Set(later.slice(0, -1)).size).toBe(later.length - 1);
  });

  it('leaves the new tokens of a user who connects again alone', async () => {
    const { oauth, close, grant, clock, store } = await connect();
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    const startedAt = close.seen.length;
    await login(oauth);
    await expect.poll(() => clock.elapsed()).toBeGreaterThan(0);
    await oauth.close();
    expect(close.seen.slice(startedAt).map(({ path }) => path)).toEqual(['/oauth2/token/']);
    expect(await store.load(key)).toMatchObject({ status: 'active', generation: 2 });
  });

  it('is left alone by keepAlive when the user has connected again since the row was read', async () => {
    const { oauth, close, grant, store, options } = await connect({ background: 'off', callLimitMs: 25_000 });
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    const { scan } = store;
    store.scan = async (...page) => {
      const rows = await scan.call(store, ...page);
      await login(oauth);
      return rows;
    };
    const walker = createCloseOAuth(options);
    await walker.keepAlive({ idleForMs: 24 * 60 * minuteMs });
    expect(await store.load(key)).toMatchObject({ status: 'active', generation: 2 });
  });

  it('is not tried again when no key opens the record', async () => {
    const all = await connect();
    const other = createCloseOAuth({ ...all.options, keys: [{ id: 'k2', secret: 'B'.repeat(43) }] });
    await expect(other.grant(all.grant).revoke()).rejects.toMatchObject({ code: 'record_unreadable' });
    const startedAt = all.clock.elapsed();
    await shortly();
    await other.close();
    expect(all.clock.elapsed()).toBe(startedAt);
    expect(other.stats().revoke_retry).toBe(1);
  });

  it('is not tried again, nor reported, when the record could not be marked', async () => {
    const { grant, store, oauth } = await connect();
    store.compareAndSet = () => Promise.reject(new Error('read-only'));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(oauth.stats().revoke_retry).toBe(0);
    expect(await grant.status()).toMatchObject({ status: 'active' });
  });

  it('does not delay close(), and is finished by keepAlive of another process', async () => {
    const all = await twoVaults({ store: memoryStore() });
    const sent = whileDown(all, minuteMs);
    await expect(all.grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    const startedAt = all.clock.elapsed();
    await all.oauth.close();
    expect(all.clock.elapsed() - startedAt).toBeLessThan(1000);
    all.clock.time += 2 * minuteMs;
    expect(await all.other.keepAlive({ idleForMs: 24 * 60 * minuteMs })).toMatchObject({ revoked: 1 });
    expect(await all.store.load(key)).toMatchObject(isReached);
    expect(sent).toHaveLength(2);
  });
});

describe('a disconnect in a call that its host has cancelled', () => {
  it('is not shared with later calls, which finish it', async () => {
    const store = memoryStore();
    const { load } = store;
    const { grant, stored } = await connectToDown(0, { store, keys, background: 'off', callLimitMs: 25_000 });
    // What the first call waits for never comes.
    store.load = () => {
      store.load = load;
      return new Promise(() => undefined);
    };
    void grant.revoke();
    await shortly();
    await grant.revoke();
    expect(await stored()).toMatchObject(isReached);
  });
});
