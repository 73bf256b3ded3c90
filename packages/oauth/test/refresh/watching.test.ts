import { describe, expect, it } from 'vitest';
import type { GrantRecord } from '@closekit/oauth';
import { settled } from '../two-vaults.ts';
import {
  down,
  expiredScene,
  gapMs,
  gapsBetween,
  heartbeatMs,
  key,
  leaseMs,
  leaseOfDead,
  pair,
  storePairOfAnother,
} from './scene.ts';
import type { Scene } from './scene.ts';

/** A scene in which a process has died with a lease. */
async function afterDeath(): Promise<Scene & { readonly diedAt: number; readonly record: GrantRecord }> {
  const scene = await expiredScene();
  const record = await scene.store.load(key);
  if (record === undefined) throw new Error('no record');
  await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
  return { ...scene, record, diedAt: scene.clock.elapsed() };
}

const roundsOf = (scene: Scene): (number | undefined)[] =>
  scene.writes.map(({ record }) => record.lease?.rounds);

describe('a process that watches the lease of another', () => {
  it('counts five rounds of writes, a gap apart, and takes the lease when it has also expired', async () => {
    const scene = await afterDeath();
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(roundsOf(scene)).toEqual([0, 1, 2, 3, 4, 5, -1, undefined]);
    const knocks = scene.writes.slice(0, 6).map(({ at }) => at);
    expect(knocks[0] ?? Infinity).toBeLessThanOrEqual(scene.diedAt + heartbeatMs);
    expect(Math.min(...gapsBetween(knocks))).toBeGreaterThanOrEqual(gapMs);
    const takenAt = scene.writes[6]?.at ?? 0;
    expect(takenAt - scene.diedAt).toBeGreaterThanOrEqual(leaseMs);
    expect(takenAt - scene.diedAt).toBeLessThanOrEqual(leaseMs + heartbeatMs);
  });

  it('leaves the life and the expiry of the lease as they are', async () => {
    const scene = await afterDeath();
    await settled(scene.grant);
    const [first, ...others] = scene.writes.slice(0, 6).map(({ record }) => record.lease);
    for (const lease of others) expect(lease).toEqual({ ...first, rounds: lease?.rounds });
    expect(first).toMatchObject({ owner: 'dead', beat: 4, attempt: 1 });
  });

  it('waits no longer than five gaps and a look when the lease has expired long ago', async () => {
    const scene = await expiredScene();
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time - leaseMs * 10) });
    const startedAt = scene.clock.elapsed();
    await settled(scene.grant);
    const takenAt =
      (scene.writes.find(({ record: { lease } }) => lease?.owner !== 'dead')?.at ?? 0) - startedAt;
    expect(takenAt).toBeGreaterThanOrEqual(5 * gapMs);
    expect(takenAt).toBeLessThanOrEqual(5 * gapMs + heartbeatMs);
    // The fifth round is the taking itself.
    expect(roundsOf(scene).slice(0, 6)).toEqual([0, 1, 2, 3, 4, -1]);
  });

  it('starts again after any heartbeat of the holder', async () => {
    const scene = await afterDeath();
    const waiting = settled(scene.grant);
    for (let beat = 5; beat < 8; beat += 1) {
      await scene.clock.sleep(4 * gapMs + 100);
      const lease = await scene.lease();
      if (lease) await scene.put({ lease: { ...lease, beat, rounds: -1, expiresAt: 0.5 } });
    }
    const lastBeatAt = scene.clock.elapsed();
    await waiting;
    const takenAt = scene.writes.find(({ record: { lease } }) => lease?.owner !== 'dead')?.at ?? 0;
    expect(takenAt - lastBeatAt).toBeGreaterThanOrEqual(5 * gapMs);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('takes nothing after four rounds, nor before the lease expires', async () => {
    const scene = await afterDeath();
    await scene.put({ lease: { ...leaseOfDead(scene.record, 0.5), rounds: 4 } });
    void settled(scene.grant);
    await scene.clock.sleep(gapMs - 100);
    expect(scene.sent()).toEqual([]);
    const other = await afterDeath();
    await other.put({ lease: { ...leaseOfDead(other.record, other.clock.time + leaseMs), rounds: 5 } });
    void settled(other.grant);
    await other.clock.sleep(leaseMs - 100);
    expect([other.sent(), roundsOf(other)]).toEqual([[], []]);
    await other.clock.sleep(heartbeatMs + 200);
    expect(other.sent()).toEqual(['refresh-secret-1']);
  });

  it('takes a lease at once whose rounds and expiry are complete', async () => {
    const scene = await afterDeath();
    await scene.put({ lease: { ...leaseOfDead(scene.record, 0.5), rounds: 5 } });
    const startedAt = scene.clock.elapsed();
    await settled(scene.grant);
    expect((scene.writes[0]?.at ?? Infinity) - startedAt).toBeLessThan(100);
  });

  it('shares its rounds with others: two that knock at once make one round', async () => {
    const scene = await afterDeath();
    const tokens = await Promise.all([settled(scene.grant), settled(scene.otherGrant)]);
    expect(tokens).toEqual(['access-secret-2', 'access-secret-2']);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    const knocks = scene.writes.filter(({ record }) => record.lease?.owner === 'dead');
    expect(knocks.map(({ record }) => record.lease?.rounds)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('goes on when its caller has given up', async () => {
    const scene = await afterDeath();
    const startedAt = scene.clock.elapsed();
    await expect(scene.grant.get()).rejects.toMatchObject({
      code: 'refresh_unavailable',
      retryAfterMs: gapMs,
    });
    expect(scene.clock.elapsed() - startedAt).toBe(10_000);
    await scene.clock.sleep(leaseMs);
    expect(scene.grant.peek()).toBe('access-secret-2');
  });

  it('waits a whole gap again after a write that failed', async () => {
    const scene = await expiredScene();
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
    const attempts: number[] = [];
    scene.trouble.write = () => {
      if (attempts.push(scene.clock.elapsed()) === 2) down();
    };
    expect(await settled(scene.grant)).toBe('access-secret-2');
    expect(Math.min(...gapsBetween(attempts.slice(0, 6)))).toBeGreaterThanOrEqual(gapMs);
  });

  it('waits a whole gap again after a round of another process', async () => {
    const scene = await afterDeath();
    void settled(scene.grant);
    await scene.clock.sleep(1.6 * gapMs);
    const lease = await scene.lease();
    if (lease) await scene.put({ lease: { ...lease, rounds: 2 } });
    const [roundAt, written] = [scene.clock.elapsed(), scene.writes.length];
    await scene.clock.sleep(1.5 * gapMs);
    expect(scene.writes[written]?.record.lease?.rounds).toBe(3);
    expect((scene.writes[written]?.at ?? 0) - roundAt).toBeGreaterThanOrEqual(gapMs);
  });

  it('takes a lease that it saw for its whole life, whatever the clock, and with the rounds of any process', async () => {
    const scene = await afterDeath();
    scene.clock.step = -20_000;
    void settled(scene.grant);
    await scene.clock.sleep(4.2 * gapMs);
    const lease = await scene.lease();
    if (lease) await scene.put({ lease: { ...lease, rounds: 5 } });
    await scene.clock.sleep(leaseMs + heartbeatMs - 4.2 * gapMs);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
  });

  it('is not kept waiting by a wall clock that was set back', async () => {
    const scene = await afterDeath();
    scene.clock.step = -7_200_000;
    await settled(scene.grant);
    const takenAt = scene.writes.find(({ record: { lease } }) => lease?.owner !== 'dead')?.at ?? 0;
    expect(takenAt - scene.diedAt).toBeLessThanOrEqual(leaseMs + heartbeatMs);
  });

  it('hands out an old token that still works, without a knock', async () => {
    const scene = await expiredScene({ refreshMarginMs: 30_000 });
    scene.clock.time -= 3_620_000;
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + leaseMs) });
    expect(await scene.grant.get()).toBe('access-secret-1');
    // Until the next refresh is due, nothing is read again.
    scene.trouble.read = down;
    scene.clock.time += 2000;
    expect(await scene.grant.get()).toBe('access-secret-1');
    expect([scene.writes, scene.sent()]).toEqual([[], []]);
  });
});

describe('the looks of a process that watches', () => {
  it.each([-1, 5])('become rarer, down to one in a heartbeat, after %i rounds', async (rounds) => {
    const scene = await afterDeath();
    await scene.put({ lease: { ...leaseOfDead(scene.record, scene.clock.time + leaseMs), rounds } });
    const looks: number[] = [];
    scene.trouble.read = () => void looks.push(scene.clock.elapsed());
    const waiting = settled(scene.grant);
    await scene.clock.sleep(leaseMs - 100);
    const gaps = gapsBetween(looks);
    expect(gaps[0]).toBeLessThanOrEqual(15);
    expect(Math.max(...gaps)).toBeCloseTo(heartbeatMs, 3);
    expect(looks.length).toBeLessThanOrEqual(14 + 2 * (leaseMs / heartbeatMs));
    await waiting;
  });

  it('come at once when the store reports a write', async () => {
    const scene = await afterDeath();
    const waiting = settled(scene.grant);
    await scene.clock.sleep(gapMs + 100);
    const storedAt = scene.clock.elapsed();
    await storePairOfAnother(scene, 'new');
    expect(await waiting).toBe('new');
    expect(scene.clock.elapsed()).toBe(storedAt);
    expect(scene.events.filter(({ type }) => type === 'adopted')).toMatchObject([{ generation: 2 }]);
  });

  it('find a new pair also when it is leased again', async () => {
    const scene = await afterDeath();
    const waiting = settled(scene.grant);
    await scene.clock.sleep(gapMs);
    const storedAt = scene.clock.elapsed();
    await storePairOfAnother(scene, 'new', { lease: leaseOfDead(scene.record, scene.clock.time + leaseMs) });
    expect(await waiting).toBe('new');
    expect(scene.clock.elapsed()).toBe(storedAt);
  });

  it.each([
    ['was refused', async (scene: Scene) => scene.put({ status: 'reauthorization_required' })],
    ['is being disconnected', async (scene: Scene) => scene.put({ status: 'revoking' })],
    ['was erased', async ({ store }: Scene) => void (await store.erase(key))],
  ])('find that the grant %s', async (_, change) => {
    const scene = await afterDeath();
    const waiting = Promise.allSettled([settled(scene.grant)]);
    await scene.clock.sleep(gapMs + 100);
    const changedAt = scene.clock.elapsed();
    await change(scene);
    const [outcomeOf] = await waiting;
    expect(outcomeOf).toMatchObject({ reason: { code: 'reauthorization_required' } });
    expect(scene.clock.elapsed() - changedAt).toBeLessThanOrEqual(heartbeatMs);
  });

  it('end at once, and with their subscription, when the vault closes', async () => {
    const scene = await afterDeath();
    let open = 0;
    const { subscribe } = scene.store;
    scene.store.subscribe = (name, wake) => {
      const unsubscribe = subscribe?.(name, wake);
      open += 1;
      return () => {
        open -= 1;
        unsubscribe?.();
      };
    };
    const waiting = Promise.allSettled([scene.grant.get()]);
    await scene.clock.sleep(gapMs + 100);
    expect(open).toBe(1);
    const closedAt = scene.clock.elapsed();
    await scene.oauth.close();
    const [outcomeOf] = await waiting;
    expect(outcomeOf).toMatchObject({ reason: { code: 'closed' } });
    expect([open, scene.clock.elapsed() - closedAt]).toEqual([0, 0]);
  });
});

// What may hide a live holder from a process that watches it, none of it longer than the holder's request.
const troubles: readonly { readonly name: string; start(scene: Scene): void; end(scene: Scene): void }[] = [
  {
    name: 'the store is down',
    start: ({ trouble }) => Object.assign(trouble, { read: down, write: down }),
    end: ({ trouble }) => Object.assign(trouble, { read: undefined, write: undefined }),
  },
  {
    name: 'the store takes no writes',
    start: ({ trouble }) => Object.assign(trouble, { write: down }),
    end: ({ trouble }) => Object.assign(trouble, { write: undefined }),
  },
  { name: 'the clock is set forward', start: ({ clock }) => (clock.step += 60_000), end: () => undefined },
  { name: 'the clock is set back', start: ({ clock }) => (clock.step -= 60_000), end: () => undefined },
  { name: 'the machine sleeps', start: ({ clock }) => (clock.time += 20_000), end: () => undefined },
];

describe('a live holder whose response takes four minutes', () => {
  it.each(troubles)('is not taken over when $name, for as long as it likes', async ({ start, end }) => {
    const scene = await expiredScene();
    scene.close.answerNext(async () => {
      for (let round = 0; round < 4; round += 1) {
        start(scene);
        await scene.clock.sleep(20_000 * (round + 1));
        end(scene);
        await scene.clock.sleep(heartbeatMs);
      }
      return pair('slow');
    });
    const tokens = await Promise.all([outcome(scene, 'grant'), outcome(scene, 'otherGrant')]);
    expect(tokens).toEqual(['slow', 'slow']);
    expect(scene.sent()).toEqual(['refresh-secret-1']);
    expect(await scene.store.load(key)).toMatchObject({ status: 'active', generation: 2, lease: null });
  });
});

/** The token that a caller gets who tries again whatever the error. */
async function outcome(scene: Scene, name: 'grant' | 'otherGrant'): Promise<string> {
  for (;;) {
    const token = await scene[name].get().catch(() => undefined);
    if (token !== undefined) return token;
    await scene.clock.sleep(1000);
  }
}

describe('a live holder that another process waits for', () => {
  it('is disturbed once, when that process begins to wait: its heartbeats are not answered', async () => {
    const scene = await expiredScene();
    const silenceMs = 20 * heartbeatMs;
    scene.close.answerNext(async () => {
      void settled(scene.otherGrant);
      await scene.clock.sleep(silenceMs);
      return pair('new');
    });
    expect(await settled(scene.grant)).toBe('new');
    // 0.42 writes a second: 500 grants cost 210, with watchers or without.
    const beats = scene.writes.filter(({ record: { lease } }) => lease?.rounds === -1);
    const knocks = scene.writes.filter(({ record: { lease } }) => (lease?.rounds ?? -1) >= 0);
    expect([beats.length, knocks.length]).toEqual([20, 1]);
  });

  it('is counted as silent again when its next heartbeat is late', async () => {
    const scene = await afterDeath();
    const waiting = settled(scene.grant);
    await scene.clock.sleep(2 * gapMs);
    const lease = await scene.lease();
    if (lease)
      await scene.put({ lease: { ...lease, beat: 5, rounds: -1, expiresAt: scene.clock.time + leaseMs } });
    const lastBeatAt = scene.clock.elapsed();
    const written = scene.writes.length;
    await scene.clock.sleep(3 * heartbeatMs);
    const [knock] = scene.writes.slice(written);
    expect(knock?.record.lease?.rounds).toBe(0);
    expect((knock?.at ?? 0) - lastBeatAt).toBeGreaterThanOrEqual(1.5 * heartbeatMs);
    expect((knock?.at ?? Infinity) - lastBeatAt).toBeLessThanOrEqual(2.5 * heartbeatMs);
    expect(await waiting).toBe('access-secret-2');
    const takenAt = scene.writes.find(({ record: { lease: held } }) => held?.owner !== 'dead')?.at ?? 0;
    expect(takenAt - lastBeatAt).toBeLessThanOrEqual(leaseMs + heartbeatMs);
  });
});
