import { describe, expect, it } from 'vitest';
import type { Grant } from '@closekit/oauth';
import { connect, hourMs, login } from '../connect.ts';
import type { Connected } from '../connect.ts';
import { down, expiredScene, gapMs, key, leaseOfDead, pair } from './scene.ts';

const busy = (): Response => new Response('busy', { status: 503 });
const busyFor = (seconds: number) => (): Response =>
  new Response('busy', { status: 500, headers: { 'retry-after': String(seconds) } });

/** A connection whose token is due, or has expired after a longer time. */
async function connectedSince(ms: number): Promise<Connected> {
  const connected = await connect();
  connected.clock.time += ms;
  return connected;
}

async function durationOf({ clock }: Connected, work: () => Promise<unknown>): Promise<number> {
  const startedAt = clock.elapsed();
  await work().catch(() => undefined);
  return clock.elapsed() - startedAt;
}

describe('the back-off after failed refreshes', () => {
  it('doubles, up to two seconds, and starts again after a success', async () => {
    const scene = await connectedSince(hourMs);
    const waits: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      scene.close.answerNext(busy);
      // oxlint-disable-next-line no-await-in-loop -- one failure after the other.
      waits.push(await durationOf(scene, () => scene.grant.get()));
    }
    const longest = [0, 100, 200, 400, 800, 1600, 2000, 2000];
    for (const [index, most] of longest.entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(most / 2);
      expect(waits[index]).toBeLessThanOrEqual(most);
    }
    expect(await scene.grant.get()).toBe('access-secret-2');
    scene.clock.time += hourMs;
    scene.close.answerNext(busy);
    expect(await durationOf(scene, () => scene.grant.get())).toBe(0);
    expect(await durationOf(scene, () => scene.grant.get())).toBeLessThanOrEqual(100);
    expect(scene.close.seen).toHaveLength(11);
  });

  it('is that of the server when it is longer: a short one is waited out', async () => {
    const scene = await connectedSince(hourMs);
    scene.close.answerNext(busyFor(2));
    await expect(scene.grant.get()).rejects.toMatchObject({ retryAfterMs: 2000 });
    expect(await durationOf(scene, () => scene.grant.get())).toBe(2000);
    expect(scene.grant.peek()).toBe('access-secret-2');
  });

  it('is at most five minutes, whatever the server says', async () => {
    const scene = await connectedSince(hourMs);
    scene.close.answerNext(busyFor(86_400));
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    scene.clock.time += 290_000;
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(scene.close.seen).toHaveLength(1);
    scene.clock.time += 10_000;
    expect(await scene.grant.get()).toBe('access-secret-2');
  });

  it('serves a valid token for three to five seconds before the next refresh', async () => {
    const scene = await connectedSince(hourMs - 60_000);
    scene.close.answerNext(busy);
    await scene.grant.get();
    await scene.close.received();
    await scene.clock.sleep(1);
    scene.clock.time += 2900;
    expect(await scene.grant.get()).toBe('access-secret-1');
    await scene.clock.sleep(1);
    expect(scene.close.seen).toHaveLength(1);
    scene.clock.time += 2200;
    await scene.grant.get();
    await scene.clock.sleep(1);
    expect(scene.close.seen).toHaveLength(2);
  });
});

describe('a token that is about to expire', () => {
  it('is served for a quarter of the rest of its life before the next refresh', async () => {
    const scene = await connectedSince(hourMs - 8000);
    scene.close.answerNext(busy);
    await scene.grant.get();
    await scene.close.received();
    await scene.clock.sleep(1);
    scene.clock.time += 1400;
    expect(await scene.grant.get()).toBe('access-secret-1');
    await scene.clock.sleep(1);
    expect(scene.close.seen).toHaveLength(1);
    scene.clock.time += 1200;
    await scene.grant.get();
    await scene.clock.sleep(1);
    expect(scene.close.seen).toHaveLength(2);
  });
});

/** Two grants after the refusal of one, as many milliseconds after their login. */
async function afterRefusal(ms: number): Promise<Connected & { readonly other: Grant }> {
  const scene = await connect();
  scene.close.members = { user_id: 'user_2' };
  const other = await login(scene.oauth);
  scene.close.seen.length = 0;
  scene.clock.time += ms;
  const headers = { 'retry-after': '1' };
  scene.close.answerNext(() => new Response('slower', { status: 429, headers }));
  await scene.grant.get().catch(() => undefined);
  await scene.close.received();
  await scene.clock.sleep(1);
  return { ...scene, other };
}

describe('a pause that the token endpoint demands of all grants', () => {
  it('is waited out for an expired token', async () => {
    const scene = await afterRefusal(hourMs);
    const startedAt = scene.clock.elapsed();
    expect(await scene.other.get()).toBe('access-secret-3');
    expect(scene.clock.elapsed() - startedAt).toBeGreaterThanOrEqual(900);
  });

  it('is waited out in the background while the token is fresh', async () => {
    const scene = await afterRefusal(hourMs - 60_000);
    expect(await durationOf(scene, () => scene.other.get())).toBe(0);
    await scene.clock.sleep(900);
    expect(scene.close.seen).toHaveLength(1);
    await scene.clock.sleep(1100);
    expect(scene.other.peek()).toBe('access-secret-3');
  });

  it('lets callers have the token that still works', async () => {
    const scene = await afterRefusal(hourMs - 20_000);
    expect(await durationOf(scene, () => scene.other.get())).toBe(0);
    expect(await scene.other.get()).toBe('access-secret-2');
    expect(scene.close.seen).toHaveLength(1);
  });
});

describe('a caller', () => {
  it('joins the refresh in flight, and gets its token or its error', async () => {
    const scene = await connectedSince(hourMs);
    expect(await Promise.all([scene.grant.get(), scene.grant.get()])).toEqual([
      'access-secret-2',
      'access-secret-2',
    ]);
    expect(scene.events.map(({ type }) => type)).toEqual(['joined', 'refreshed']);
    scene.clock.time += hourMs;
    scene.close.answerNext(busy);
    const failed = await Promise.allSettled([scene.grant.get(), scene.grant.get()]);
    expect(failed).toMatchObject([{ reason: { status: 503 } }, { reason: { status: 503 } }]);
    expect(scene.events.slice(2)).toMatchObject([
      { type: 'joined' },
      { type: 'transient', code: 'refresh_unavailable', attempts: 1, generation: 2 },
    ]);
  });

  it('gets a valid token when the refresh takes too long, and the next one at once', async () => {
    const scene = await connectedSince(hourMs - 20_000);
    scene.close.answerNext(async () => {
      await scene.clock.sleep(15_000);
      return pair('slow');
    });
    expect(await durationOf(scene, () => scene.grant.get())).toBe(10_000);
    expect(await scene.grant.get()).toBe('access-secret-1');
    await scene.clock.sleep(6000);
    expect(await scene.grant.get()).toBe('slow');
    expect(scene.close.seen).toHaveLength(1);
  });

  it('learns why there is no token yet', async () => {
    const scene = await expiredScene({ background: 'off', callLimitMs: 25_000 });
    const record = await scene.store.load(key);
    if (record) await scene.put({ lease: leaseOfDead(record, scene.clock.time + hourMs) });
    await expect(scene.grant.get()).rejects.toMatchObject({
      code: 'refresh_unavailable',
      message: 'Another process is refreshing this grant. Try again.',
      retryAfterMs: gapMs,
    });
  });
});

describe('a store in which every write meets another', () => {
  it('ends a refresh after twelve conflicts, and nothing was sent', async () => {
    const scene = await expiredScene();
    let writes = 0;
    scene.store.compareAndSet = async () => {
      writes += 1;
      return false;
    };
    await expect(scene.grant.get()).rejects.toMatchObject({
      code: 'refresh_unavailable',
      message: 'Too many concurrent updates to this grant. Try again.',
    });
    expect([writes, scene.sent()]).toEqual([12, []]);
  });

  it('ends it after the third lease that could not be written', async () => {
    const scene = await expiredScene();
    let writes = 0;
    scene.trouble.write = () => {
      writes += 1;
      down();
    };
    await expect(scene.grant.get()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect([writes, scene.sent()]).toEqual([3, []]);
  });

  it('keeps a pair in memory, and says so, before the next token is spent', async () => {
    const scene = await expiredScene();
    scene.close.answerNext(() => {
      scene.trouble.write = down;
      return pair('new');
    });
    expect(await scene.grant.get()).toBe('new');
    scene.clock.time += 2 * hourMs;
    await expect(scene.grant.get()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'New tokens could not be stored; they are kept in memory. Repair the store.',
    });
    expect(scene.sent()).toHaveLength(1);
  });
});

describe('a record older than the token in memory', () => {
  it('is read four times, and then accepted as a restored one', async () => {
    const scene = await expiredScene();
    const old = await scene.store.load(key);
    expect(await scene.grant.get()).toBe('access-secret-2');
    scene.clock.time += 2 * hourMs;
    let reads = 0;
    scene.trouble.read = () => {
      reads += 1;
    };
    if (old) {
      await scene.store.erase(key);
      await scene.store.compareAndSet(key, 0, old);
    }
    scene.close.answerNext(() => {
      // Four that were older, and the one that was accepted.
      expect(reads).toBe(5);
      return pair('restored');
    });
    expect(await scene.grant.get()).toBe('restored');
    expect(scene.sent()).toEqual(['refresh-secret-1', 'refresh-secret-1']);
  });
});
