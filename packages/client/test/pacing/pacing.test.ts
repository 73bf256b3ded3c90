import { describe, expect, it } from 'vitest';
import { missed, reaches, second, succeeds } from './goals.ts';
import type { Goal } from './goals.ts';
import { keepSending, sendAtOnce } from './simulate.ts';
import type { Scene } from './simulate.ts';

// Virtual time and seeded random numbers: every run gives the same figures. A failure shows its scene.

const minute = 60_000;
const work = (scene: Scene) => keepSending(scene, 64, minute);
/** Of ten at once, five are refused. */
const reachesFive: Goal = ({ share, refused }) => share >= 0.85 && refused <= 6;
const atOnce = (calls: number) => (scene: Scene) => sendAtOnce(scene, calls);

describe('200 reads at once, 40 a second', () => {
  it('all succeed, with at most two refusals', async () => {
    const goal = succeeds(2, 6_500);
    expect(await missed({ ...second, limit: 40 }, atOnce(200), goal)).toEqual([]);
  });

  it('are mostly refused when the client only reacts', async () => {
    const outcome = await sendAtOnce({ ...second, seed: 1, limit: 40, paces: false }, 200);
    expect(outcome.failed).toBeGreaterThanOrEqual(80);
    expect(outcome.refused).toBeGreaterThan(300);
  });
});

describe('1,000 reads at once', () => {
  it('all succeed, with few refusals', async () => {
    const goal = succeeds(6, Infinity);
    expect(await missed(second, atOnce(1_000), goal)).toEqual([]);
    expect(await missed({ ...second, limit: 16 }, atOnce(1_000), goal)).toEqual([]);
    expect(await missed({ ...second, limit: 160, windowMs: 8_000 }, atOnce(1_000), goal)).toEqual([]);
  });
});

describe('64 workers for a minute', () => {
  it('reach 95 % of 100 a second with less than 1 % of refusals; 85 % of a sliding log', async () => {
    const goal = reaches(0.95, 0.85, 0.01);
    expect(await missed(second, work, goal)).toEqual([]);
    expect(await missed({ ...second, headers: 'whole' }, work, goal)).toEqual([]);
  });

  it('reach 80 % without headers, with less than 2.5 % of refusals', async () => {
    const goal = reaches(0.8, 0.8, 0.025);
    expect(await missed({ ...second, headers: 'none' }, work, goal)).toEqual([]);
    expect(await missed({ ...second, headers: 'none', limit: 40 }, work, goal)).toEqual([]);
  });

  it('reach 85 % of limits under 40, and 65 % of a sliding log', async () => {
    const goal = reaches(0.85, 0.65, 0.01);
    for (const limit of [39, 16, 10]) {
      expect(await missed({ ...second, limit }, work, goal)).toEqual([]);
      expect(await missed({ ...second, limit, headers: 'whole' }, work, goal)).toEqual([]);
    }
  });

  it('reach 85 % of limits up to 8, and are refused only at the start', async () => {
    for (const limit of [8, 5, 3, 2, 1]) {
      // Ten go at once while no limit is known; those above it are refused.
      const goal: Goal = ({ share, refused }) => share >= 0.85 && refused <= 11 - limit;
      expect(await missed({ ...second, limit }, work, goal)).toEqual([]);
      expect(await missed({ ...second, limit, headers: 'whole' }, work, goal)).toEqual([]);
    }
    expect(await missed({ ...second, limit: 5, windowMs: 8_000 }, work, reachesFive)).toEqual([]);
  });

  it('find a limit below the stated one', async () => {
    const goal = reaches(0.85, 0.85, 0.01);
    expect(await missed({ ...second, limit: 60, stated: 100 }, work, goal)).toEqual([]);
  });

  it('of several processes with nothing shared reach 80 %, with less than 1.5 % of refusals', async () => {
    const goal = reaches(0.8, 0.8, 0.015);
    for (const processes of [2, 8]) {
      expect(await missed({ ...second, processes }, work, goal)).toEqual([]);
    }
  });
});
