import { describe, expect, it } from 'vitest';
import type { GrantLease } from '@closekit/oauth';
import { deferred } from '../deferred.ts';
import { settled } from '../two-vaults.ts';
import { down, expiredScene, gapsBetween, heartbeatMs, key, leaseMs, pair } from './scene.ts';
import type { Scene } from './scene.ts';

/** Runs `work` once, right after the lease of the first process was written. */
function afterLease(scene: Scene, work: () => Promise<void> | void): void {
  const write = scene.store.compareAndSet.bind(scene.store);
  scene.store.compareAndSet = async (name, version, next) => {
    const isWritten = await write(name, version, next);
    if (isWritten && next.lease !== null) {
      scene.store.compareAndSet = write;
      await work();
    }
    return isWritten;
  };
}

async function put(scene: Scene, change: Partial<GrantLease>): Promise<void> {
  const lease = await scene.lease();
  if (lease) await scene.put({ lease: { ...lease, ...change } });
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other.
    await new Promise((resolve) => void setTimeout(resolve, 0));
  }
}

const leasesOf = (scene: Scene): readonly unknown[] =>
  scene.writes.flatMap(({ record: { lease } }) => (lease === null ? [] : [[lease.attempt, lease.beat]]));

describe('a refresh token', () => {
  it('is sent within two heartbeats of the write of its lease', async () => {
    const scene = await expiredScene();
    afterLease(scene, () => {
      scene.clock.time += heartbeatMs * 1.9;
    });
    await settled(scene.grant);
    expect(leasesOf(scene)[0]).toEqual([1, 0]);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it.each([
    ['stood still', (scene: Scene) => void (scene.clock.time += heartbeatMs * 3)],
    ['saw its wall clock set forward', (scene: Scene) => void (scene.clock.step += 60_000)],
  ])('is not sent before another write when the process %s', async (_, work) => {
    const scene = await expiredScene();
    afterLease(scene, () => work(scene));
    scene.close.answerNext(async () => {
      // The lease in the record is young again, and still the first attempt.
      expect((await scene.lease())?.attempt).toBe(1);
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
    const leases = scene.writes.filter(({ record }) => record.lease !== null);
    expect(leases.length).toBeGreaterThanOrEqual(2);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is not sent, and its lease is not repeated without end, when every write takes longer than that', async () => {
    const scene = await expiredScene();
    const write = scene.store.compareAndSet.bind(scene.store);
    scene.store.compareAndSet = async (...args) => {
      await scene.clock.sleep(2 * heartbeatMs + 100);
      return write(...args);
    };
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    await scene.clock.sleep(4 * leaseMs);
    const count = scene.writes.length;
    await scene.clock.sleep(4 * leaseMs);
    expect(scene.writes).toHaveLength(count);
    expect(await scene.lease()).toBeNull();
    expect(scene.sent()).toEqual([]);
  });

  it('is sent ahead of expiry by one flight, however many ask for the token', async () => {
    const scene = await expiredScene();
    scene.clock.time -= 3_660_000;
    let reads = 0;
    scene.trouble.read = () => void (reads += 1);
    scene.close.answerNext(async () => {
      await scene.clock.sleep(1000);
      return pair('new');
    });
    const tokens = await Promise.all([scene.grant.get(), scene.grant.get(), scene.grant.get()]);
    expect(new Set(tokens)).toEqual(new Set(['access-secret-1']));
    await scene.clock.sleep(1100);
    expect([reads, scene.grant.peek()]).toEqual([1, 'new']);
  });

  it('costs one read and two writes', async () => {
    const scene = await expiredScene();
    const calls: string[] = [];
    scene.trouble.read = () => void calls.push('read');
    scene.trouble.write = () => void calls.push('write');
    await scene.grant.get();
    expect(calls).toEqual(['read', 'write', 'write']);
  });

  it('is sent once when the confirmation of the lease is lost', async () => {
    const scene = await expiredScene();
    afterLease(scene, down);
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    expect(leasesOf(scene).map((lease) => JSON.stringify(lease))).toEqual(['[1,0]', '[1,0]']);
  });

  it('is sent once when the lease lands after it was reported as failed', async () => {
    const scene = await expiredScene();
    const write = scene.store.compareAndSet.bind(scene.store);
    let isFirst = true;
    scene.store.compareAndSet = async (name, version, next) => {
      if (!isFirst) return write(name, version, next);
      isFirst = false;
      void scene.clock.sleep(5).then(() => write(name, version, next));
      throw new Error('reset');
    };
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(await settled(scene.otherGrant)).toBe('access-secret-2');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it.each([25_000, 4 * 60_000])('is listened to for %i ms', async (ms) => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.clock.sleep(ms);
      return pair('slow');
    });
    expect(await Promise.all([settled(scene.grant), settled(scene.otherGrant)])).toEqual(['slow', 'slow']);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is listened to for longer when the process stood still: that time does not count', async () => {
    const scene = await expiredScene({ replyPatienceMs: 20_000 });
    scene.close.answerNext(async () => {
      scene.clock.time += 60_000;
      await scene.clock.sleep(heartbeatMs);
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('has its answer read first when the process stood still until its patience was over', async () => {
    const answered = deferred();
    const stopAt = 60_000;
    // The patience is over before the next heartbeat.
    const replyPatienceMs = 0.8 * heartbeatMs;
    const scene: Scene = await expiredScene({
      replyPatienceMs,
      async sleep(ms, signal) {
        await clock.sleep(ms, signal);
        // Timers run first; the answer that lies in the socket is read some turns later.
        if (clock.elapsed() - startedAt >= stopAt) void turns(4).then(answered.resolve);
      },
    });
    const { clock } = scene;
    const startedAt = clock.elapsed();
    scene.close.answerNext(async () => {
      clock.time += stopAt;
      await answered.promise;
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('leaves no timer behind when its pair is stored', async () => {
    const timers = new Set<Promise<void>>();
    const scene: Scene = await expiredScene({
      sleep(ms, signal) {
        const timer = scene.clock.sleep(ms, signal);
        timers.add(timer);
        return timer.finally(() => timers.delete(timer));
      },
    });
    scene.close.answerNext(async () => {
      await scene.clock.sleep(100);
      expect(timers.size).toBeGreaterThan(0);
      return pair('new');
    });
    expect(await Promise.all([scene.grant.get(), scene.grant.get()])).toEqual(['new', 'new']);
    await turns(2);
    expect(timers.size).toBe(0);
  });

  it('is not repeated when the server commits late', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.clock.sleep(25_000);
      scene.close.alive = 'late-refresh';
      return pair('late');
    });
    expect(await settled(scene.grant)).toBe('late');
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is repeated at once when the connection ends without an answer', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(() => Promise.reject(new TypeError('terminated')));
    const startedAt = scene.clock.elapsed();
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(50);
    expect(scene.clock.elapsed() - startedAt).toBeLessThan(heartbeatMs);
    expect(scene.sent()).toEqual(['refresh-secret-1', 'refresh-secret-1']);
  });

  it('is repeated after its patience, and taken over at once when the limit is reached', async () => {
    const scene = await expiredScene({ replyPatienceMs: 60_000 });
    const silence = new Promise<Response>(() => undefined);
    for (let count = 0; count < 2; count += 1) scene.close.answerNext(() => silence);
    const startedAt = scene.clock.elapsed();
    await scene.grant.get().catch(() => undefined);
    while ((await scene.lease())?.expiresAt !== 0) await scene.clock.sleep(100);
    expect(scene.sent()).toHaveLength(2);
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(120_000);
    expect(await scene.lease()).toMatchObject({ attempt: 2, expiresAt: 0 });
    const askedAt = scene.clock.elapsed();
    expect(await scene.otherGrant.get()).toBe('access-secret-2');
    expect(scene.clock.elapsed() - askedAt).toBeLessThan(heartbeatMs);
  });

  it('is not sent again after a refusal whose mark met the write of another', async () => {
    const scene = await expiredScene();
    const write = scene.store.compareAndSet.bind(scene.store);
    scene.close.answerNext(() => {
      scene.store.compareAndSet = async (...args) => {
        scene.store.compareAndSet = write;
        const lease = await scene.lease();
        if (lease) await scene.put({ lease: { ...lease, rounds: 0 } });
        return write(...args);
      };
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    });
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('that is refused may have a late pair: it is waited for', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(
      async () => {
        await scene.clock.sleep(15_000);
        const members = { access_token: 'late', refresh_token: scene.close.alive, expires_in: 3600 };
        return Response.json({ token_type: 'Bearer', ...members });
      },
      { rotate: true },
    );
    const late = settled(scene.otherGrant);
    await scene.clock.sleep(100);
    const lease = await scene.lease();
    if (lease) await scene.put({ lease: { ...lease, expiresAt: 0 } });
    expect(await Promise.all([settled(scene.grant), late])).toEqual(['late', 'late']);
    expect(scene.events.map(({ type }) => type)).not.toContain('dead');
  });

  it('ends with its caller only where that caller may not wait: others get the token', async () => {
    const scene = await expiredScene();
    const leaver = new AbortController();
    scene.close.answerNext(async () => {
      leaver.abort();
      await scene.clock.sleep(leaseMs);
      return pair('kept');
    });
    await expect(scene.grant.get({ signal: leaver.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(await settled(scene.grant)).toBe('kept');
  });
});

describe('the heartbeats of a holder', () => {
  it('cost nothing when the server answers within one', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.clock.sleep(heartbeatMs - 100);
      return pair('new');
    });
    await settled(scene.grant);
    expect(scene.writes.map(({ record: { lease } }) => lease?.beat)).toEqual([0, undefined]);
  });

  it('are due from the write of the lease, however long the flight has lasted', async () => {
    const scene = await expiredScene();
    const load = scene.store.load.bind(scene.store);
    scene.store.load = async (name) => {
      scene.store.load = load;
      await scene.clock.sleep(heartbeatMs - 500);
      return load(name);
    };
    scene.close.answerNext(async () => {
      await scene.clock.sleep(heartbeatMs - 500);
      return pair('new');
    });
    await settled(scene.grant);
    expect(scene.writes.map(({ record: { lease } }) => lease?.beat)).toEqual([0, undefined]);
  });

  it('come every 2.5 s while the request is open', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.clock.sleep(60_000);
      return pair('new');
    });
    await settled(scene.grant);
    const beats = scene.writes.filter(({ record }) => record.lease !== null).map(({ at }) => at);
    expect(beats).toHaveLength(24);
    expect(Math.min(...gapsBetween(beats))).toBeGreaterThanOrEqual(heartbeatMs);
    expect(Math.max(...gapsBetween(beats))).toBeLessThanOrEqual(heartbeatMs * 1.01);
  });

  it('clear the rounds of others at once, over any write in between', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      const lease = await scene.lease();
      if (lease) await scene.put({ lease: { ...lease, rounds: 3 } });
      await scene.clock.sleep(heartbeatMs + 100);
      expect(await scene.lease()).toMatchObject({ beat: 1, rounds: -1 });
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
  });

  it('go on when a call of the store hangs', async () => {
    const scene = await expiredScene();
    const write = scene.store.compareAndSet.bind(scene.store);
    let hangs = 1;
    scene.store.compareAndSet = (name, version, next) =>
      next.lease?.beat === 2 && hangs-- > 0 ? new Promise(() => undefined) : write(name, version, next);
    scene.close.answerNext(async () => {
      await scene.clock.sleep(5 * heartbeatMs + 100);
      expect((await scene.lease())?.beat).toBeGreaterThanOrEqual(2);
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
  });

  it('let the lease last 30 s from each of them, by the clock of the store', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      await scene.clock.sleep(3 * heartbeatMs + 100);
      return pair('new');
    });
    const startedAt = scene.clock.time - scene.clock.elapsed();
    await settled(scene.grant);
    const beats = scene.writes.filter(({ record: { lease } }) => lease !== null && lease.beat > 0);
    expect(beats).toHaveLength(3);
    for (const { at, record } of beats) expect(record.lease?.expiresAt).toBe(startedAt + at + leaseMs);
  });

  it('cost one write each, and no read', async () => {
    const scene = await expiredScene();
    let reads = 0;
    scene.close.answerNext(async () => {
      scene.trouble.read = () => void (reads += 1);
      await scene.clock.sleep(5 * heartbeatMs + 100);
      scene.trouble.read = undefined;
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
    expect([reads, leasesOf(scene).length]).toEqual([0, 6]);
  });

  it.each([
    ['is held by another flight', async (scene: Scene) => put(scene, { owner: 'other' })],
    ['was removed', async (scene: Scene) => scene.put({ lease: null })],
    ['was erased with its grant', async (scene: Scene) => void (await scene.store.erase(key))],
  ])('stop at the first that finds that the lease %s', async (_, change) => {
    const scene = await expiredScene();
    let reads = 0;
    scene.close.answerNext(async () => {
      await change(scene);
      scene.trouble.read = () => void (reads += 1);
      await scene.clock.sleep(5 * heartbeatMs);
      scene.trouble.read = undefined;
      return pair('new');
    });
    await scene.grant.get().catch(() => undefined);
    expect(reads).toBe(1);
  });

  it('stop when another flight holds the lease; the listening goes on', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      const lease = await scene.lease();
      if (lease) await scene.put({ lease: { ...lease, owner: 'other' } });
      await scene.clock.sleep(4 * heartbeatMs);
      expect(await scene.lease()).toMatchObject({ owner: 'other', beat: 0 });
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
    expect(await scene.store.load(key)).toMatchObject({ generation: 2, lease: null });
  });

  it('stop with the refresh', async () => {
    const scene = await expiredScene();
    await settled(scene.grant);
    const count = scene.writes.length;
    await scene.clock.sleep(leaseMs * 4);
    expect(scene.writes).toHaveLength(count);
  });
});
