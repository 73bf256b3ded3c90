import { describe, expect, it } from 'vitest';
import { expiredScene, key, leaseMs, leaseOfDead, pair } from './scene.ts';

const busy = (): Response => new Response('busy', { status: 503 });

describe('the lease of a refresh without a verdict', () => {
  it('counts how often the token may have been sent, until there is a new one', async () => {
    const scene = await expiredScene();
    for (const attempt of [1, 2, 3]) {
      scene.close.answerNext(busy);
      // oxlint-disable-next-line no-await-in-loop -- one failure after the other.
      await expect(scene.grant.get()).rejects.toMatchObject({ status: 503 });
      // oxlint-disable-next-line no-await-in-loop -- one failure after the other.
      expect(await scene.lease()).toMatchObject({ attempt, expiresAt: 0 });
    }
    expect(await scene.grant.get()).toBe('access-secret-2');
    expect(scene.events.map(({ type }) => type)).toContain('ambiguous_recovered');
    expect(await scene.lease()).toBeNull();
  });

  it.each([
    [
      'the connection was refused',
      (): Promise<Response> => {
        const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      },
    ],
    ['the app was refused', () => Response.json({ error: 'invalid_client' }, { status: 401 })],
  ])('is removed when %s: the token was not spent', async (_, answer) => {
    const scene = await expiredScene();
    scene.close.answerNext(answer);
    await expect(scene.grant.get()).rejects.toMatchObject({ name: 'CloseOAuthError' });
    expect(await scene.lease()).toBeNull();
    scene.close.answerNext(busy);
    await expect(scene.grant.get()).rejects.toMatchObject({ status: 503 });
    expect(await scene.lease()).toMatchObject({ attempt: 1 });
  });

  it('counts a request that the server could not read', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(() => Response.json({ error: 'invalid_request' }, { status: 400 }));
    await expect(scene.grant.get()).rejects.toMatchObject({ status: 400 });
    expect(await scene.lease()).toMatchObject({ attempt: 1, expiresAt: 0 });
  });

  it('counts nothing that was sent of another token', async () => {
    const scene = await expiredScene();
    const record = await scene.store.load(key);
    if (record) {
      await scene.put({ lease: { ...leaseOfDead(record, 0), fingerprint: 'k1.other', attempt: 5 } });
    }
    scene.close.answerNext(async () => {
      expect(await scene.lease()).toMatchObject({ attempt: 1, beat: 0, rounds: -1 });
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
    expect(scene.events.map(({ type }) => type)).toEqual(['refreshed']);
  });

  it('is that of the token: it lasts 30 seconds by the clock of the store, from its write', async () => {
    const scene = await expiredScene();
    const record = await scene.store.load(key);
    const startedAt = scene.clock.time;
    scene.close.answerNext(async () => {
      expect(await scene.lease()).toMatchObject({
        fingerprint: record?.fingerprint,
        expiresAt: startedAt + leaseMs,
      });
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
  });

  it('is released once: that costs one read and one write', async () => {
    const scene = await expiredScene();
    const calls: string[] = [];
    scene.trouble.read = () => void calls.push('read');
    scene.trouble.write = () => void calls.push('write');
    scene.close.answerNext(busy);
    await expect(scene.grant.get()).rejects.toMatchObject({ status: 503 });
    expect(calls).toEqual(['read', 'write', 'read', 'write']);
  });

  it('is left to a process that has taken it', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      const lease = await scene.lease();
      if (lease) await scene.put({ lease: { ...lease, owner: 'other', attempt: 2 } });
      return busy();
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ status: 503 });
    expect(await scene.lease()).toMatchObject({ owner: 'other', attempt: 2 });
    expect((await scene.lease())?.expiresAt).toBeGreaterThan(0);
  });
});
