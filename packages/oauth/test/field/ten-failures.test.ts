import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { connect, hourMs, login, prepare, shortly } from '../connect.ts';
import { settled, twoVaults, whileStandingStill } from '../two-vaults.ts';

const key = 'orga_1/user_1';
const lost = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));

describe('the ten failures to be immune to', () => {
  it('1: parallel refresh in one process', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    await Promise.all(Array.from({ length: 100 }, () => grant.get()));
    expect(close.seen).toHaveLength(1);
  });

  it('2: parallel refresh across processes', async () => {
    const { grant, otherGrant, close, clock } = await twoVaults({ sleep: shortly });
    clock.time += hourMs;
    expect(await Promise.all([grant.get(), otherGrant.get()])).toEqual([
      'access-secret-2',
      'access-secret-2',
    ]);
    expect(close.seen).toHaveLength(1);
  });

  it('3: a lock that a slow request outlives', async () => {
    const all = await twoVaults();
    all.clock.time += hourMs;
    whileStandingStill(all, async () => {
      all.close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
      await settled(all.otherGrant).catch(() => undefined);
    });
    expect([await settled(all.grant), await all.otherGrant.get()]).toEqual(['late', 'late']);
  });

  it('4: a loser that deletes or condemns what the winner stored', async () => {
    const { grant, otherGrant, close, clock, store, standstill } = await twoVaults();
    clock.time += hourMs;
    close.answerNext(async () => {
      standstill.stop();
      await settled(otherGrant);
      standstill.resume();
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    });
    await settled(grant);
    expect(await store.load(key)).toMatchObject({ status: 'active', generation: 2 });
  });

  it('5: a failure of the store that is swallowed after the rotation', async () => {
    const { grant, clock, store, options, events } = await connect();
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    let failures = 3;
    store.compareAndSet = (name, version, next) =>
      next.generation === 2 && failures-- > 0
        ? Promise.reject(new Error('down'))
        : write(name, version, next);
    await grant.get();
    expect(events.filter(({ type }) => type === 'store_retry')).toHaveLength(3);
    expect(await createCloseOAuth(options).grant(grant).get()).toBe('access-secret-2');
  });

  it('6: a rotated token that is dropped on its way', async () => {
    const { grant, clock, close, options } = await connect({
      // oxlint-disable-next-line typescript/no-misused-promises -- a listener that must not be awaited
      onEvent: () => Promise.reject(new Error('listener')),
    });
    clock.time += hourMs;
    await grant.get();
    clock.time += hourMs;
    await createCloseOAuth(options).grant(grant).get();
    expect(close.seen.map(({ form }) => form.refresh_token)).toEqual([
      'refresh-secret-1',
      'refresh-secret-2',
    ]);
  });

  it('7: a passing failure taken for the end, or an expired token for a good one', async () => {
    const { grant, clock, close, store } = await connect();
    clock.time += hourMs;
    close.answerNext(lost);
    close.answerNext(lost);
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await store.load(key)).toMatchObject({ status: 'active' });
    expect([grant.peek(), await grant.get()]).toEqual([undefined, 'access-secret-2']);
  });

  it('8: a life that is missing or null', async () => {
    const lives = [undefined, null].map(async (expiry) => {
      const { grant, clock, close } = await connect();
      clock.time += hourMs;
      close.members = { expires_in: expiry };
      await grant.get();
      clock.time += hourMs;
      return grant.get();
    });
    expect(await Promise.all(lives)).toEqual(['access-secret-3', 'access-secret-3']);
  });

  it('9: a caller who leaves with the rotation, or a transport that spends the token again', async () => {
    const { grant, clock, close } = await connect();
    clock.time += hourMs;
    await expect(grant.get({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await expect.poll(() => grant.peek()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
  });

  it('10: locks over HTTP, refreshes without end, logins that end after a minute', async () => {
    const { grant, otherGrant, close, clock, standstill } = await twoVaults();
    clock.time += hourMs;
    const gone = new Promise<Response>(() => undefined);
    close.answerNext(() => {
      standstill.stop();
      return gone;
    });
    void grant.get().catch(() => undefined);
    await close.received();
    const token = await settled(otherGrant);
    otherGrant.invalidate('access-secret-1');
    expect([await otherGrant.get(), close.seen.length]).toEqual([token, 2]);
    const { oauth, clock: loginClock } = prepare();
    const { url, transaction } = await oauth.startAuthorization();
    loginClock.time += 5 * 60_000;
    const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
    await expect(oauth.finishAuthorization({ callbackUrl, transaction })).resolves.toHaveProperty('grant');
    expect(await login(oauth)).toBeDefined();
  });
});
