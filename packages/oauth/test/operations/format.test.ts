import { describe, expect, it } from 'vitest';
import { listGrants, resealGrants } from '@closekit/oauth/maintenance';
import { connect, hourMs, login } from '../connect.ts';
import { collect, damage } from './many-grants.ts';

const key = 'orga_1/user_1';

describe('a record of a newer format', () => {
  it('is refused with record_too_new, and never changed', async () => {
    const { oauth, grant, store, close, clock } = await connect();
    await damage(store, key, { format: 2, status: 'paused' });
    const before = await store.load(key);
    clock.time += hourMs;
    await expect(grant.get()).rejects.toMatchObject({
      code: 'record_too_new',
      message: 'A newer version of @closekit/oauth wrote this record. Upgrade this process.',
    });
    await expect(grant.revoke()).rejects.toMatchObject({ code: 'record_too_new' });
    const reasons: string[] = [];
    await resealGrants(oauth, { onUnreadable: ({ reason }) => reasons.push(reason) });
    expect(await oauth.keepAlive({ idleForMs: 1 })).toMatchObject({ unreadable: 1 });
    expect(await collect(listGrants(oauth))).toMatchObject([{ status: 'unreadable', reason: 'too_new' }]);
    expect(reasons).toEqual(['too_new']);
    expect(await store.load(key)).toEqual(before);
    expect(close.seen).toEqual([]);
  });

  it('is replaced by a login', async () => {
    const { oauth, store } = await connect();
    await damage(store, key, { format: 2 });
    expect(await (await login(oauth)).get()).toBe('access-secret-2');
    expect(await store.load(key)).toMatchObject({ format: 1, status: 'active' });
  });
});

describe('a record', () => {
  it('has the format 1, and is unreadable without one', async () => {
    const { grant, store } = await connect();
    expect(await store.load(key)).toMatchObject({ format: 1 });
    await damage(store, key, { format: undefined });
    expect(await grant.status()).toMatchObject({ status: 'unreadable' });
  });
});
