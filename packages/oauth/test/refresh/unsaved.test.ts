import { describe, expect, it } from 'vitest';
import { settled } from '../two-vaults.ts';
import { down, expiredScene, gapsBetween, heartbeatMs, key, leaseMs } from './scene.ts';

describe('a new pair while the store is down', () => {
  it.each([0.5, 2, 10])('is stored first when both processes come back after %f leases', async (leases) => {
    const scene = await expiredScene();
    // The store goes down with the answer, for both.
    scene.close.answerNext(
      () => {
        Object.assign(scene.trouble, { read: down, write: down });
        scene.close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
        const pair = { access_token: 'a2', refresh_token: scene.close.alive, expires_in: 7200 };
        return Response.json({ token_type: 'Bearer', ...pair });
      },
      { rotate: true },
    );
    expect(await settled(scene.grant)).toBe('a2');
    const others = keepAsking(scene.otherGrant.get.bind(scene.otherGrant), scene.clock.sleep);
    await scene.clock.sleep(leaseMs * leases);
    Object.assign(scene.trouble, { read: undefined, write: undefined });
    expect(await others).toBe('a2');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    expect(await scene.store.load(key)).toMatchObject({ status: 'active', generation: 2, lease: null });
  });

  it('is tried at every heartbeat, without a back-off', async () => {
    const scene = await expiredScene();
    const attempts: number[] = [];
    scene.close.answerNext(
      () => {
        scene.trouble.write = () => {
          attempts.push(scene.clock.elapsed());
          down();
        };
        const pair = { access_token: 'a2', refresh_token: scene.close.alive, expires_in: 7200 };
        return Response.json({ token_type: 'Bearer', ...pair });
      },
      { rotate: true },
    );
    await settled(scene.grant);
    await scene.clock.sleep(10 * leaseMs);
    expect(Math.max(...gapsBetween(attempts))).toBeLessThanOrEqual(heartbeatMs * 1.01);
    expect(attempts.length).toBeGreaterThan(110);
  });

  it('is tried at once when the vault closes', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(() => {
      scene.trouble.write = down;
      const pair = { access_token: 'a2', refresh_token: 'r2', expires_in: 7200 };
      return Response.json({ token_type: 'Bearer', ...pair });
    });
    expect(await settled(scene.grant)).toBe('a2');
    await scene.clock.sleep(2 * leaseMs + 100);
    scene.trouble.write = undefined;
    const closedAt = scene.clock.elapsed();
    await scene.oauth.close();
    expect(scene.clock.elapsed()).toBe(closedAt);
    expect(await scene.store.load(key)).toMatchObject({ generation: 2, lease: null });
  });

  it('replaces a lease of another, and a mark of death, but never a newer pair', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(
      async () => {
        const record = await scene.store.load(key);
        const lease = { owner: 'other', expiresAt: scene.clock.time + 1e6, attempt: 2, beat: 0, rounds: -1 };
        const fingerprint = record?.fingerprint ?? '';
        await scene.put({ status: 'reauthorization_required', lease: { ...lease, fingerprint } });
        const pair = { access_token: 'a2', refresh_token: scene.close.alive, expires_in: 7200 };
        return Response.json({ token_type: 'Bearer', ...pair });
      },
      { rotate: true },
    );
    expect(await settled(scene.grant)).toBe('a2');
    expect(await scene.store.load(key)).toMatchObject({ status: 'active', generation: 2, lease: null });
  });
});

async function keepAsking(ask: () => Promise<string>, sleep: (ms: number) => Promise<void>): Promise<string> {
  for (;;) {
    const token = await ask().catch(() => undefined);
    if (token !== undefined) return token;
    await sleep(500);
  }
}
