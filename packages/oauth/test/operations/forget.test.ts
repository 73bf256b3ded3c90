import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { connect, hourMs, login } from '../connect.ts';
import { twoVaults, whileAnswering } from '../two-vaults.ts';
import { damage } from './many-grants.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };
const key = 'orga_1/user_1';

describe('oauth.forget', () => {
  it('erases a connected grant, once', async () => {
    const { oauth, grant, store, close } = await connect();
    expect(await oauth.forget(id)).toBe(true);
    expect(await store.load(key)).toBeUndefined();
    expect(await oauth.forget(id)).toBe(false);
    expect(grant.peek()).toBeUndefined();
    expect(await grant.status()).toMatchObject({ status: 'absent' });
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(close.seen).toEqual([]);
  });

  it('erases a tombstone, a damaged row, a newer format and a row without its key', async () => {
    const { oauth, grant, store, options } = await connect();
    await grant.revoke();
    expect(await oauth.forget(id)).toBe(true);
    await login(oauth);
    await damage(store, key, { lease: 1 });
    expect(await oauth.forget(id)).toBe(true);
    await login(oauth);
    await damage(store, key, { format: 2 });
    expect(await oauth.forget(id)).toBe(true);
    await login(oauth);
    const stranger = createCloseOAuth({ ...options, keys: [{ id: 'k2', secret: 'B'.repeat(43) }] });
    await expect(stranger.grant(id).revoke()).rejects.toMatchObject({ code: 'record_unreadable' });
    expect(await stranger.forget(id)).toBe(true);
    expect(await store.load(key)).toBeUndefined();
  });

  it('lets the user connect again', async () => {
    const { oauth, store } = await connect();
    await oauth.forget(id);
    const grant = await login(oauth);
    expect(await grant.get()).toBe('access-secret-2');
    expect(await store.load(key)).toMatchObject({ generation: 1, status: 'active' });
  });

  it('is not undone by a refresh in flight, whose pair is revoked', async () => {
    const all = await connect();
    const { oauth, grant, store, clock, close } = all;
    clock.time += hourMs;
    whileAnswering(all, () => oauth.forget(id));
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await store.load(key)).toBeUndefined();
    expect(grant.peek()).toBeUndefined();
    expect(close.seen.at(-1)).toMatchObject({ path: '/oauth2/revoke/', form: { token: 'late-refresh' } });
  });

  it('is not undone by a refresh in flight in another process', async () => {
    const all = await twoVaults();
    const { grant, other, store, clock, close } = all;
    clock.time += hourMs;
    whileAnswering(all, () => other.forget(id));
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await store.load(key)).toBeUndefined();
    expect(close.seen.at(-1)).toMatchObject({ path: '/oauth2/revoke/', form: { token: 'late-refresh' } });
  });

  it('does not revoke the pair of a refresh in flight when the user has connected again', async () => {
    const all = await twoVaults();
    const { grant, other, store, clock, close } = all;
    clock.time += hourMs;
    whileAnswering(all, async () => {
      await other.forget(id);
      await login(other);
    });
    expect(await grant.get()).toBe('access-secret-2');
    expect(await store.load(key)).toMatchObject({ generation: 1, status: 'active' });
    expect(close.seen.map(({ path }) => path)).not.toContain('/oauth2/revoke/');
  });

  it('is not undone by a pair that could not be stored before', async () => {
    const { oauth, grant, store, clock, close, events } = await connect();
    clock.time += hourMs;
    const write = store.compareAndSet.bind(store);
    let isDown = true;
    store.compareAndSet = (name, version, next) =>
      isDown && next.generation === 2 ? Promise.reject(new Error('full')) : write(name, version, next);
    expect(await grant.get()).toBe('access-secret-2');
    expect(events.map(({ type }) => type)).toContain('store_retry');
    await oauth.forget(id);
    isDown = false;
    await oauth.close();
    expect(await store.load(key)).toBeUndefined();
    expect(close.alive).toBe('');
  });

  it('refuses wrong ids and a closed vault, and reports a failing store', async () => {
    const { oauth, store } = await connect();
    await expect(oauth.forget({ organizationId: 'o', userId: '' })).rejects.toThrow(
      new TypeError('forget: `userId` must be a non-empty string.'),
    );
    store.erase = () => Promise.reject(new Error('down'));
    await expect(oauth.forget(id)).rejects.toMatchObject({ code: 'store_unavailable' });
    await oauth.close();
    await expect(oauth.forget(id)).rejects.toMatchObject({ code: 'closed' });
  });
});
