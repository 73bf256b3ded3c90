import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { connect, hourMs } from './connect.ts';
import { deferred } from './deferred.ts';

describe('grant.revoke', () => {
  it('marks the record, revokes the refresh token, and leaves a tombstone without tokens', async () => {
    const { grant, close, store, events } = await connect();
    close.answerNext(async () => {
      expect((await store.load('orga_1/user_1'))?.status).toBe('revoking');
      return new Response(null, { status: 200 });
    });
    await grant.revoke();
    expect(close.seen).toMatchObject([{ path: '/oauth2/revoke/', form: { token: 'refresh-secret-1' } }]);
    expect(await store.load('orga_1/user_1')).toMatchObject({
      status: 'revoked',
      sealed: null,
      fingerprint: null,
    });
    expect(events.map((event) => event.type)).toEqual(['revoked']);
    expect(grant.peek()).toBeUndefined();
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('accepts 204 and tokens that are revoked already', async () => {
    const first = await connect();
    first.close.answerNext(() => new Response(null, { status: 204 }));
    await first.grant.revoke();
    const second = await connect();
    second.close.answerNext(() => Response.json({ error: 'invalid_token' }, { status: 400 }));
    await second.grant.revoke();
    const statuses = [await first.grant.status(), await second.grant.status()];
    expect(statuses).toMatchObject([{ status: 'revoked' }, { status: 'revoked' }]);
  });

  it('stays in progress when Close cannot be reached, and is finished by the next call', async () => {
    const { grant, close, store } = await connect();
    close.answerNext(() => Promise.reject(new TypeError('fetch failed')));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
    expect((await store.load('orga_1/user_1'))?.status).toBe('revoking');
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await grant.status()).toMatchObject({ status: 'revoked' });
    await grant.revoke();
    expect([close.alive, (await grant.status()).status]).toEqual(['', 'revoked']);
  });

  it('stays in progress after a server error', async () => {
    const { grant, close } = await connect();
    close.answerNext(() => new Response('<h1>down</h1>', { status: 503 }));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'revoke_unavailable' });
  });

  it('is not undone by a refresh in flight, and revokes its new pair', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    const gate = deferred();
    close.answerNext(async () => {
      await gate.promise;
      close.alive = 'refresh-secret-2';
      return Response.json({
        token_type: 'Bearer',
        access_token: 'a2',
        refresh_token: close.alive,
        expires_in: 60,
      });
    });
    const refreshing = grant.get();
    await close.received();
    const revoking = grant.revoke();
    gate.resolve();
    await expect(refreshing).rejects.toMatchObject({ code: 'reauthorization_required' });
    await revoking;
    expect(close.seen.at(-1)?.form.token).toBe('refresh-secret-2');
    expect([close.alive, (await grant.status()).status]).toEqual(['', 'revoked']);
  });

  it('leaves no token in memory after a read in progress', async () => {
    const { grant, options } = await connect();
    const oauth = createCloseOAuth(options);
    const cold = oauth.grant(grant);
    await Promise.allSettled([cold.get(), cold.revoke()]);
    expect(cold.peek()).toBeUndefined();
    expect(await cold.status()).toMatchObject({ status: 'revoked' });
  });

  it('revokes a pair that was not stored yet', async () => {
    const { grant, close, store, clock } = await connect();
    clock.time += hourMs;
    const original = store.compareAndSet.bind(store);
    store.compareAndSet = (key, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : original(key, version, next);
    expect(await grant.get()).toBe('access-secret-2');
    store.compareAndSet = original;
    await grant.revoke();
    expect(close.seen.at(-1)?.form.token).toBe('refresh-secret-2');
    expect([close.alive, grant.peek()]).toEqual(['', undefined]);
  });

  it('sends one request for concurrent calls, and none without tokens', async () => {
    const { grant, oauth, close } = await connect();
    await Promise.all([grant.revoke(), grant.revoke()]);
    await grant.revoke();
    await oauth.grant({ organizationId: 'orga_9', userId: 'user_9' }).revoke();
    expect(close.seen).toHaveLength(1);
  });

  it('does nothing when the store cannot be written', async () => {
    const { grant, close, store } = await connect();
    store.compareAndSet = () => Promise.reject(new Error('read-only'));
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(close.seen).toEqual([]);
    expect(await grant.get()).toBe('access-secret-1');
  });
});
