import { describe, expect, it } from 'vitest';
import { missed, reaches, second } from '../pacing/goals.ts';
import { sharing } from '../pacing/shared-budget.ts';
import { keepSending } from '../pacing/simulate.ts';
import type { Scene } from '../pacing/simulate.ts';

const work = (scene: Scene) => keepSending(scene, 64, 30_000);

describe('processes with a shared budget', () => {
  it('reach 85 % of the limit with at most 0.1 % of refusals, be they few or many', async () => {
    const goal = reaches(0.85, 0.85, 0.001);
    for (const processes of [2, 32]) {
      const scene = { ...second, seed: 1, processes, toRate: sharing() };
      expect(await missed(scene, work, goal)).toEqual([]);
      expect(await missed({ ...scene, limit: 40 }, work, goal)).toEqual([]);
    }
  });
});
