import { describe, expect, it } from 'vitest';
import { settled } from '../two-vaults.ts';
import { expiredScene, gapMs, heartbeatMs, key, leaseOfDead, storePairOfAnother } from './scene.ts';
import type { Scene } from './scene.ts';

const refusal = (): Response => Response.json({ error: 'invalid_grant' }, { status: 400 });
const graceMs = 5 * gapMs;

/** A scene whose token another process may have sent before, and that is refused now. */
async function refusedRepeat(): Promise<Scene> {
  const scene = await expiredScene();
  const record = await scene.store.load(key);
  if (record) await scene.put({ lease: leaseOfDead(record, 0) });
  scene.close.answerNext(refusal);
  return scene;
}

describe('the refusal of a token', () => {
  it('is a verdict at once when no other flight has sent it', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(refusal);
    const startedAt = scene.clock.elapsed();
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(scene.clock.elapsed() - startedAt).toBeLessThan(heartbeatMs);
    expect(await scene.store.load(key)).toMatchObject({
      status: 'reauthorization_required',
      generation: 1,
      lease: null,
    });
    expect(scene.events.map(({ type }) => type)).toEqual(['dead']);
    expect(scene.grant.peek()).toBeUndefined();
  });

  it('waits for the pair of a flight that may have sent it before', async () => {
    const scene = await refusedRepeat();
    const startedAt = scene.clock.elapsed();
    await expect(settled(scene.grant)).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(graceMs);
    expect(scene.clock.elapsed() - startedAt).toBeLessThan(graceMs + heartbeatMs);
    expect(scene.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['ambiguous_lost', 'dead']));
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is no verdict once that pair is stored: it is used within a heartbeat', async () => {
    const scene = await refusedRepeat();
    const startedAt = scene.clock.elapsed();
    void scene.clock.sleep(2 * heartbeatMs - 100).then(() => storePairOfAnother(scene, 'late'));
    expect(await settled(scene.grant)).toBe('late');
    expect(scene.clock.elapsed() - startedAt).toBeLessThanOrEqual(2 * heartbeatMs + 100);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is no verdict while another flight holds the lease: its pair is waited for', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      const lease = await scene.lease();
      if (lease) await scene.put({ lease: { ...lease, owner: 'other' } });
      void scene.clock.sleep(heartbeatMs).then(() => storePairOfAnother(scene, 'late'));
      return refusal();
    });
    expect(await settled(scene.grant)).toBe('late');
    expect(scene.events.map(({ type }) => type)).not.toContain('dead');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is a pair of another organization: it is stored, so that it can be revoked, and not used', async () => {
    const scene = await expiredScene();
    const members = { access_token: 'a', refresh_token: 'r', organization_id: 'orga_2', expires_in: 3600 };
    scene.close.answerNext(() => Response.json({ token_type: 'Bearer', ...members }));
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await scene.store.load(key)).toMatchObject({ status: 'reauthorization_required', generation: 2 });
    expect(scene.events).toMatchObject([{ type: 'dead', code: 'reauthorization_required', attempts: 1 }]);
  });

  it('is no pair without an access token: its refresh token is stored and sent next', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(() => Response.json({ token_type: 'Bearer', refresh_token: 'next' }));
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await scene.store.load(key)).toMatchObject({ status: 'active', generation: 2, lease: null });
    expect(scene.events.map(({ type }) => type)).toEqual(['transient']);
    scene.close.alive = 'next';
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(scene.sent()).toEqual(['refresh-secret-1', 'next']);
  });

  it('is no verdict while the grant is being disconnected', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.put({ status: 'revoking' });
      return refusal();
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await scene.store.load(key)).toMatchObject({ status: 'revoking' });
    expect(scene.events.map(({ type }) => type)).not.toContain('dead');
  });

  it('is no verdict when the row was erased', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.store.erase(key);
      return refusal();
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await scene.store.load(key)).toBeUndefined();
  });

  it('marks nothing once the vault is closed', async () => {
    const scene = await refusedRepeat();
    const pending = scene.grant.get();
    await scene.close.received();
    await scene.clock.sleep(heartbeatMs);
    const [outcome] = await Promise.allSettled([pending, scene.oauth.close()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    expect(await scene.store.load(key)).toMatchObject({ status: 'active' });
  });
});
