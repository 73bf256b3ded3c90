import { describe, expect, it } from 'vitest';
import { down, expiredScene, gapsBetween, heartbeatMs, key, pair, storePairOfAnother } from './scene.ts';

describe('a new pair', () => {
  it('is stored over the record of the spent token, and counted', async () => {
    const scene = await expiredScene();
    await scene.put({ refreshes: 7 });
    expect(await scene.grant.get()).toBe('access-secret-2');
    expect(await scene.store.load(key)).toMatchObject({
      generation: 2,
      refreshes: 8,
      status: 'active',
      lease: null,
    });
    expect(scene.events).toMatchObject([{ type: 'refreshed', generation: 2, attempts: 1 }]);
  });

  it('is tried four times in a second, and then at every heartbeat', async () => {
    const scene = await expiredScene();
    const triedAt: number[] = [];
    scene.close.answerNext(() => {
      scene.trouble.write = () => {
        triedAt.push(scene.clock.elapsed());
        down();
      };
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
    await scene.clock.sleep(2 * heartbeatMs + 100);
    expect(gapsBetween(triedAt)).toEqual([50, 200, 800, heartbeatMs, heartbeatMs]);
    const retries = scene.events.filter(({ type }) => type === 'store_retry');
    expect(retries).toHaveLength(6);
    for (const retry of retries) expect(retry).toMatchObject({ code: 'store_unavailable', generation: 2 });
  });

  it('does not replace a newer one, which is used instead', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await storePairOfAnother(scene, 'newer');
      return pair('older');
    });
    expect(await scene.grant.get()).toBe('newer');
    // The lease is all that was written.
    expect(scene.writes.map(({ record }) => record.generation)).toEqual([1]);
    expect(scene.grant.peek()).toBe('newer');
    expect(scene.events.map(({ type }) => type)).not.toContain('refreshed');
    // To revoke the older one may end the newer one as well.
    expect(scene.close.seen).toHaveLength(1);
  });

  it('is revoked when a newer one is stored that this cannot affect', async () => {
    const scene = await expiredScene({ serverProfile: { loginsAreIndependent: true } });
    scene.close.answerNext(async () => {
      await storePairOfAnother(scene, 'newer');
      return pair('older');
    });
    expect(await scene.grant.get()).toBe('newer');
    expect(scene.close.seen[1]).toMatchObject({
      path: '/oauth2/revoke/',
      form: { token: 'older-refresh' },
    });
  });

  it('is revoked when its grant was disconnected in between', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await storePairOfAnother(scene, 'newer', { status: 'revoked', lease: null });
      return pair('older');
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(scene.close.seen.map(({ path }) => path)).toContain('/oauth2/revoke/');
  });

  it('leaves a disconnect in progress in progress', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.put({ status: 'revoking' });
      return pair('new');
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await scene.store.load(key)).toMatchObject({ status: 'revoking', generation: 2 });
  });

  it('does not bring back a row that was erased', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.store.erase(key);
      return pair('new');
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await scene.store.load(key)).toBeUndefined();
    expect(scene.close.seen[1]).toMatchObject({ path: '/oauth2/revoke/', form: { token: 'new-refresh' } });
  });
});
