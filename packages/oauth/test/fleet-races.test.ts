import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { connect, hourMs, login, shortly } from './connect.ts';
import { deferred } from './deferred.ts';
import { settled, twoVaults, whileAnswering, whileStandingStill } from './two-vaults.ts';

const key = 'orga_1/user_1';

describe('the lease', () => {
  it('lets one process send and the other adopt', async () => {
    const { grant, otherGrant, close, clock, otherEvents } = await twoVaults();
    await otherGrant.get();
    clock.time += hourMs;
    const first = grant.get();
    await close.received();
    const tokens = await Promise.all([first, otherGrant.get()]);
    expect(tokens).toEqual(['access-secret-2', 'access-secret-2']);
    expect(close.seen).toHaveLength(1);
    expect(otherEvents.map((event) => event.type)).toEqual(['adopted']);
  });

  it('is in the record, with the token to spend, before the request', async () => {
    const { grant, close, clock, store } = await connect();
    clock.time += hourMs;
    const before = await store.load(key);
    close.answerNext(async () => {
      const { lease, fingerprint } = (await store.load(key)) ?? {};
      expect(lease).toMatchObject({
        fingerprint: before?.fingerprint,
        attempt: 1,
        expiresAt: clock.time + 30_000,
      });
      expect(fingerprint).toBe(before?.fingerprint);
      return new Response('busy', { status: 503 });
    });
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable', status: 503 });
    expect((await store.load(key))?.lease).toMatchObject({ attempt: 1, expiresAt: 0 });
    await grant.get();
    expect((await store.load(key))?.lease).toBeNull();
  });

  it('is taken over from a holder that died', async () => {
    const { grant, otherGrant, close, clock, otherEvents, standstill } = await twoVaults();
    clock.time += hourMs;
    const started = clock.time;
    const sent = deferred();
    close.answerNext(() => {
      standstill.stop();
      sent.resolve();
      return new Promise<Response>(() => undefined);
    });
    void grant.get().catch(() => undefined);
    await sent.promise;
    expect(await settled(otherGrant)).toBe('access-secret-2');
    expect(clock.time - started).toBeGreaterThanOrEqual(30_000);
    expect(clock.time - started).toBeLessThanOrEqual(33_000);
    expect(otherEvents.map((event) => event.type).filter((type) => type !== 'joined')).toEqual([
      'ambiguous_recovered',
      'refreshed',
    ]);
  });

  it('does not let a process send that was paused after it took the lease', async () => {
    const { grant, otherGrant, close, clock, store, standstill } = await twoVaults();
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    const results: string[] = [];
    store.compareAndSet = async (name, version, next) => {
      const written = await write(name, version, next);
      store.compareAndSet = write;
      standstill.stop();
      results.push(await settled(otherGrant));
      standstill.resume();
      return written;
    };
    expect([await settled(grant), results]).toEqual(['access-secret-2', ['access-secret-2']]);
    expect(close.seen).toHaveLength(1);
  });

  it('lets no caller wait whose token is fresh', async () => {
    const { grant, other, otherGrant, close, clock } = await twoVaults();
    await otherGrant.get();
    clock.time += hourMs - 60_000;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    expect(await grant.get()).toBe('access-secret-1');
    await close.received();
    expect(await otherGrant.get()).toBe('access-secret-1');
    await other.close();
    answer.resolve(new Response('busy', { status: 503 }));
    expect(close.seen).toHaveLength(1);
  });
});

describe('a late pair', () => {
  it('is stored after the lease has expired and another process has marked the grant as dead', async () => {
    const all = await twoVaults();
    const { grant, otherGrant, close, clock } = all;
    clock.time += hourMs;
    whileStandingStill(all, async () => {
      close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
      await expect(settled(otherGrant)).rejects.toMatchObject({ code: 'reauthorization_required' });
    });
    expect(await settled(grant)).toBe('late');
    expect(await otherGrant.get()).toBe('late');
  });

  it('has its own event in the process that marked the grant', async () => {
    const all = await twoVaults();
    const { grant, otherGrant, close, clock, otherEvents } = all;
    clock.time += hourMs;
    whileStandingStill(all, async () => {
      close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
      await settled(otherGrant).catch(() => undefined);
    });
    await settled(grant);
    expect(otherEvents.map((event) => event.type).filter((type) => type !== 'joined')).toEqual([
      'ambiguous_lost',
      'dead',
    ]);
  });
});

describe('a disconnect elsewhere', () => {
  it('waits for the refresh in flight and revokes its pair', async () => {
    const all = await twoVaults({ sleep: shortly });
    const { grant, otherGrant, clock, close, store } = all;
    clock.time += hourMs;
    let revoked: Promise<void> | undefined;
    whileAnswering(all, async () => {
      revoked = otherGrant.revoke();
      await expect.poll(async () => (await store.load(key))?.status).toBe('revoking');
    });
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await revoked;
    expect(close.seen.at(-1)?.form.token).toBe('late-refresh');
    expect(await grant.status()).toMatchObject({ status: 'revoked' });
  });

  it('is final when the refresh was slower than the lease: the process that got the pair revokes it', async () => {
    const all = await twoVaults();
    const { grant, otherGrant, clock, close } = all;
    clock.time += hourMs;
    whileStandingStill(all, () => otherGrant.revoke());
    await expect(settled(grant)).rejects.toMatchObject({ code: 'reauthorization_required' });
    const ended = close.seen.filter((request) => request.path === '/oauth2/revoke/');
    expect(ended.map((request) => request.form.token)).toEqual(['refresh-secret-1', 'late-refresh']);
    expect(await otherGrant.status()).toMatchObject({ status: 'revoked' });
  });
});

describe('a login elsewhere', () => {
  it('wins, and the refreshed pair is left to expire while the server is unknown', async () => {
    const all = await twoVaults();
    const { grant, other, clock, close } = all;
    clock.time += hourMs;
    whileAnswering(all, () => login(other));
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen.some((request) => request.path === '/oauth2/revoke/')).toBe(false);
  });

  it('wins, and the refreshed pair is revoked where that cannot harm the login', async () => {
    const all = await connect({ serverProfile: { loginsAreIndependent: true } });
    const other = createCloseOAuth(all.options);
    all.clock.time += hourMs;
    whileAnswering(all, () => login(other));
    expect(await all.grant.get()).toBe('access-secret-2');
    expect(all.close.seen.at(-1)).toMatchObject({ path: '/oauth2/revoke/', form: { token: 'late-refresh' } });
  });
});

describe('oauth.close', () => {
  it('ends the wait for another process at once', async () => {
    const sleeps = deferred();
    const { options, grant, close, clock } = await connect();
    clock.time += hourMs;
    const dead = new Promise<Response>(() => undefined);
    close.answerNext(() => dead);
    void grant.get().catch(() => undefined);
    await close.received();
    const waiting = createCloseOAuth({ ...options, sleep: () => sleeps.promise });
    const pending = waiting.grant(grant).get();
    const closing = waiting.close();
    sleeps.resolve();
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    await closing;
  });
});
