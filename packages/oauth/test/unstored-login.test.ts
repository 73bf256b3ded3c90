import { describe, expect, it } from 'vitest';
import type { TokenStore } from '@closekit/oauth';
import { connect, login, prepare } from './connect.ts';
import type { Connected } from './connect.ts';
import { deferred } from './deferred.ts';

const key = 'orga_1/user_1';
const down = (): Promise<never> => Promise.reject(new Error('disk full'));

function revoked({ close }: Pick<Connected, 'close'>): (string | undefined)[] {
  return close.seen.flatMap(({ path, form }) => (path === '/oauth2/revoke/' ? [form.token] : []));
}

/** Fails the next writes of records; marks are still taken. */
function failWrites(store: TokenStore, count = Infinity): void {
  const original = store.compareAndSet.bind(store);
  let left = count;
  store.compareAndSet = (...write) => {
    left -= 1;
    return left < 0 ? original(...write) : down();
  };
}

describe('a login whose tokens cannot be stored', () => {
  it('is tried four times, then its tokens are revoked', async () => {
    const all = prepare();
    failWrites(all.store);
    await expect(login(all.oauth)).rejects.toMatchObject({
      code: 'store_unavailable',
      message:
        'The tokens of the login could not be stored, so they were revoked. Repair the store and start again.',
      cause: { code: 'store_unavailable' },
    });
    expect(revoked(all)).toEqual(['refresh-secret-1']);
    expect(all.events.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'store_retry'));
  });

  it('leaves nothing in memory', async () => {
    const { oauth, store } = prepare();
    failWrites(store);
    await expect(login(oauth)).rejects.toMatchObject({ code: 'store_unavailable' });
    const grant = oauth.grant({ organizationId: 'orga_1', userId: 'user_1' });
    expect(grant.peek()).toBeUndefined();
    expect(await grant.status()).toMatchObject({ status: 'absent' });
    await grant.revoke();
    await oauth.close();
  });

  it('says when its tokens could not be revoked', async () => {
    const all = prepare();
    failWrites(all.store);
    all.close.answerNext(
      () => {
        all.close.answerNext(() => new Response('busy', { status: 503 }));
        const pair = {
          access_token: 'a1',
          refresh_token: 'r1',
          organization_id: 'orga_1',
          user_id: 'user_1',
        };
        return Response.json({ ...pair, token_type: 'Bearer', expires_in: 3600 });
      },
      { rotate: true },
    );
    await expect(login(all.oauth)).rejects.toThrow(/were not revoked: they work until they expire/);
    expect(revoked(all)).toEqual(['r1']);
  });

  it('is stored when the store works again within a second', async () => {
    const all = prepare();
    failWrites(all.store, 3);
    const grant = await login(all.oauth);
    expect(await grant.get()).toBe('access-secret-1');
    expect(revoked(all)).toEqual([]);
  });

  it('leaves the connection of an earlier login alone', async () => {
    const all = await connect();
    failWrites(all.store, 4);
    await expect(login(all.oauth)).rejects.toThrow(/were not revoked/);
    expect(revoked(all)).toEqual([]);
    expect(await all.grant.get()).toBe('access-secret-1');
    expect(await all.store.load(key)).toMatchObject({ status: 'active', generation: 1 });
  });

  it('is revoked beside an earlier login where logins are independent', async () => {
    const all = await connect({ serverProfile: { loginsAreIndependent: true } });
    failWrites(all.store, 4);
    await expect(login(all.oauth)).rejects.toThrow(/so they were revoked/);
    expect(revoked(all)).toEqual(['refresh-secret-2']);
    expect(await all.grant.get()).toBe('access-secret-1');
  });

  it('is never revoked where that revokes other logins', async () => {
    const all = prepare({ serverProfile: { loginsAreIndependent: false } });
    failWrites(all.store);
    await expect(login(all.oauth)).rejects.toThrow(/were not revoked/);
    expect(revoked(all)).toEqual([]);
  });

  it('is given up after five seconds while the store hangs, and not written later', async () => {
    const all = prepare();
    const load = all.store.load.bind(all.store);
    const gate = deferred();
    all.store.load = (name) => gate.promise.then(() => load(name));
    await expect(login(all.oauth)).rejects.toThrow(/so they were revoked/);
    expect(all.clock.elapsed()).toBe(5000);
    gate.resolve();
    await all.clock.sleep(1000);
    expect(await load(key)).toBeUndefined();
  });
});

describe('a login without a refresh token', () => {
  it('is stored over a tombstone', async () => {
    const { oauth, grant, store, close } = await connect();
    await grant.revoke();
    expect(await store.load(key)).toMatchObject({ status: 'revoked', fingerprint: null });
    close.members = { refresh_token: undefined };
    const again = await login(oauth);
    expect(await again.get()).toBe('access-secret-2');
    expect(await store.load(key)).toMatchObject({ status: 'active', fingerprint: null });
  });
});
