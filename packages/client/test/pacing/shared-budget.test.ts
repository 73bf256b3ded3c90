import { describe, expect, it } from 'vitest';
import { missed, reaches, second } from './goals.ts';
import { sharing } from './shared-budget.ts';
import type { Store } from './shared-budget.ts';
import { keepSending } from './simulate.ts';
import type { Scene } from './simulate.ts';

const work = (scene: Scene) => keepSending(scene, 64, 10_000);
const workForMinute = (scene: Scene) => keepSending(scene, 64, 60_000);
const never = () => new Promise<never>(() => {});
const four = { ...second, processes: 4 } as const;

/** A store that works for three seconds, then fails for four, and works again. */
const failing =
  (fail: () => Promise<never>): Store =>
  (budget, timeline) => ({
    take: (...values) => {
      const seconds = timeline.clock.now() / 1_000;
      return seconds > 3 && seconds < 7 ? fail() : budget.take(...values);
    },
  });

describe('four processes with a shared budget', () => {
  it('reach 85 % of the limit with at most 0.1 % of refusals', async () => {
    const goal = reaches(0.85, 0.85, 0.001);
    const scene = { ...four, toRate: sharing() };
    expect(await missed(scene, work, goal)).toEqual([]);
    expect(await missed({ ...scene, limit: 40 }, work, goal)).toEqual([]);
  });

  // Alone, each process finds the budget by refusals: so there are some for each start.

  it('pace alone while the store fails', async () => {
    // Over many seeds the share of refusals is 2 % on average, and between 1 and 4 % in a single run.
    const goal = reaches(0.8, 0.8, 0.04);
    const throwing = sharing(failing(() => Promise.reject(new Error('no connection'))));
    expect(await missed({ ...four, toRate: throwing }, work, goal)).toEqual([]);
    expect(await missed({ ...four, toRate: sharing(failing(never)) }, work, goal)).toEqual([]);
  });

  it('pace alone while responses state no limit', async () => {
    const goal = reaches(0.8, 0.8, 0.05);
    const scene = { ...four, limit: 40, headers: 'none', toRate: sharing() } as const;
    expect(await missed(scene, workForMinute, goal)).toEqual([]);
  });

  it('pace alone when the limit is below the stated one', async () => {
    const goal = reaches(0.8, 0.8, 0.05);
    const scene = { ...four, limit: 40, stated: 60, toRate: sharing() };
    expect(await missed(scene, workForMinute, goal)).toEqual([]);
  });
});
