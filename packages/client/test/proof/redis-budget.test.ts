import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SharedBudget } from '../../src/lib/pacing/shared-budget.ts';
import { missed, reaches, second } from '../pacing/goals.ts';
import { nearbyStore, sharing } from '../pacing/shared-budget.ts';
import { keepSending } from '../pacing/simulate.ts';
import type { Scene } from '../pacing/simulate.ts';
import type { Timeline } from '../pacing/timeline.ts';
import { redisBudget } from '../recipes/redis-budget.ts';
import { hasRedis, openRedis, startRedis } from './redis.ts';
import type { RedisConnection } from './redis.ts';

const work = (scene: Scene) => keepSending(scene, 64, 4_000);

let redis: RedisConnection;

/** The script of the recipe on a real Redis, at the time of the timeline. */
function budgetAt(timeline: Timeline) {
  return redisBudget({
    eval: (script, values) => {
      const ms = timeline.clock.now() + 1e12;
      const time = JSON.stringify([Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1_000)]);
      const timed = script.replace("redis.call('TIME')", 'cjson.decode(ARGV[5])');
      return timeline.outside(redis.eval(timed, { ...values, arguments: [...values.arguments, time] }));
    },
  });
}

/** Has the processes of a scene share a key of Redis. */
function onRedis(): NonNullable<Scene['toRate']> {
  const keys = new WeakMap<Timeline, string>();
  return sharing((_, timeline, random) => {
    const place = keys.get(timeline) ?? randomBytes(8).toString('hex');
    keys.set(timeline, place);
    const budget = budgetAt(timeline);
    const take: SharedBudget['take'] = (key, n, news) => budget.take(`${place} ${key}`, n, news);
    return nearbyStore({ take }, timeline, random);
  });
}

describe.runIf(hasRedis)('the budget on Redis', () => {
  beforeAll(async () => {
    redis = await openRedis(await startRedis());
  });
  afterAll(() => {
    redis.destroy();
  });

  it('has four processes reach 85 % of the limit, with at most 0.1 % of refusals', async () => {
    const goal = reaches(0.85, 0.85, 0.001);
    const scene = { ...second, seed: 1, processes: 4, toRate: onRedis() };
    expect(await missed(scene, work, goal)).toEqual([]);
    expect(await missed({ ...scene, limit: 40 }, work, goal)).toEqual([]);
  });
});
