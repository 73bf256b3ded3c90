import { describe, expect, it } from 'vitest';
import { connect, hourMs } from '../connect.ts';
import { settled } from '../two-vaults.ts';
import { expiredScene, pair } from './scene.ts';

describe('a grant object that the app has kept while 10,000 other grants were used', () => {
  it('shares its refresh with the object of a later call', async () => {
    const scene = await expiredScene();
    const { oauth, grant, close, clock } = scene;
    const crowd = Array.from({ length: 20_001 }, (_, index) => `user_${index + 2}`);
    for (const userId of crowd) oauth.grant({ organizationId: 'orga_1', userId });
    const again = oauth.grant(grant);
    expect(again).not.toBe(grant);
    close.answerNext(async () => {
      await clock.sleep(3000);
      return pair('new');
    });
    expect(await Promise.all([settled(grant), settled(again)])).toEqual(['new', 'new']);
    expect([grant.peek(), again.peek()]).toEqual(['new', 'new']);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    const { joined } = oauth.stats();
    expect(joined).toBe(1);
  });

  it('is not forgotten by close when its pair could not be stored', async () => {
    const scene = await expiredScene();
    const { oauth, grant, close, store } = scene;
    const write = store.compareAndSet.bind(store);
    store.compareAndSet = (name, version, next) =>
      next.generation === 2 ? Promise.reject(new Error('disk full')) : write(name, version, next);
    close.answerNext(() => pair('unsaved'));
    expect(await settled(grant)).toBe('unsaved');
    for (let user = 2; user < 20_003; user += 1) {
      oauth.grant({ organizationId: 'orga_1', userId: `user_${user}` });
    }
    expect(grant.peek()).toBe('unsaved');
    await expect(oauth.close({ timeoutMs: 5000 })).rejects.toMatchObject({
      code: 'store_unavailable',
      message:
        'New tokens could not be stored before closing: orga_1/user_1. Their users have to connect again.',
    });
  });
});

describe('a machine that was suspended', () => {
  it.each([
    ['whose monotonic clock stands still', 0],
    ['whose monotonic clock goes on', 2 * hourMs],
  ])('hands out no expired token, on a system %s', async (_, elapsedMs) => {
    const { grant, clock, close } = await connect();
    expect(await grant.get()).toBe('access-secret-1');
    clock.time += elapsedMs;
    clock.step += 2 * hourMs - elapsedMs;
    expect(grant.peek()).toBeUndefined();
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(1);
  });
});

describe('a vault that was closed', () => {
  it('hands out nothing, not even from memory', async () => {
    const { oauth, grant } = await connect();
    expect(await grant.get()).toBe('access-secret-1');
    await oauth.close();
    await expect(grant.get()).rejects.toMatchObject({ code: 'closed' });
    expect(grant.peek()).toBeUndefined();
  });

  it.each([Number.NaN, -1, '5'])('refuses the time limit %j', async (timeoutMs) => {
    const { oauth } = await connect();
    // @ts-expect-error -- callers without types.
    await expect(oauth.close({ timeoutMs })).rejects.toThrow(TypeError);
  });
});
