import { describe, expect, it } from 'vitest';
import type { WindowKind } from './limited-server.ts';
import { keepSending, sendAtOnce } from './simulate.ts';
import type { Outcome, Scene } from './simulate.ts';

// Virtual time and seeded random numbers: every run gives the same figures. A failure shows its scene.

const second = { limit: 100, windowMs: 1_000, headers: 'decimal', kind: 'aligned', seed: 1 } as const;
const minute = 60_000;
const kinds: readonly WindowKind[] = ['aligned', 'first', 'bucket', 'sliding'];

/** Runs a scene against servers of all kinds, and lists those that miss a goal. */
async function missed(
  scene: Scene,
  run: (scene: Scene) => Promise<Outcome>,
  goal: (outcome: Outcome, kind: WindowKind) => boolean,
): Promise<string[]> {
  const misses: string[] = [];
  for (const kind of kinds) {
    const outcome = await run({ ...scene, kind });
    if (!goal(outcome, kind)) misses.push(JSON.stringify({ ...scene, kind, outcome }));
  }
  return misses;
}

const work = (scene: Scene) => keepSending(scene, 64, minute);
const atOnce = (calls: number) => (scene: Scene) => sendAtOnce(scene, calls);

/** Shares to reach, of servers with windows and with a sliding log, and the share of refusals to stay below. */
const reaches =
  (share: number, ofSlidingLog: number, refusals: number) => (outcome: Outcome, kind: WindowKind) =>
    outcome.share >= (kind === 'sliding' ? ofSlidingLog : share) && outcome.refusals <= refusals;
const succeeds = (refused: number, withinMs: number) => (outcome: Outcome) =>
  outcome.failed === 0 && outcome.refused <= refused && outcome.tookMs < withinMs;

describe('200 reads at once, 40 a second', () => {
  it('all succeed, with at most two refusals', async () => {
    const at40 = { ...second, limit: 40 };
    for (const seed of [1, 2, 3]) {
      expect(await missed({ ...at40, seed }, atOnce(200), succeeds(2, 6_500))).toEqual([]);
    }
  });

  it('are mostly refused when the client only reacts', async () => {
    const outcome = await sendAtOnce({ ...second, limit: 40, paces: false }, 200);
    expect(outcome.failed).toBeGreaterThanOrEqual(80);
    expect(outcome.refused).toBeGreaterThan(300);
  });
});

describe('1,000 reads at once', () => {
  it('all succeed, with few refusals', async () => {
    for (const [limit, windowMs] of [
      [100, 1_000],
      [16, 1_000],
      [160, 8_000],
    ] as const) {
      const goal = succeeds(6, Infinity);
      expect(await missed({ ...second, limit, windowMs }, atOnce(1_000), goal)).toEqual([]);
    }
  });
});

describe('64 workers for a minute', () => {
  it('reach 95 % of 100 a second with less than 1 % of refusals; 85 % of a sliding log', async () => {
    const goal = reaches(0.95, 0.85, 0.01);
    expect(await missed(second, work, goal)).toEqual([]);
    expect(await missed({ ...second, headers: 'whole', seed: 2 }, work, goal)).toEqual([]);
  });

  it('reach 80 % without headers, with less than 2.5 % of refusals', async () => {
    const goal = reaches(0.8, 0.8, 0.025);
    expect(await missed({ ...second, headers: 'none' }, work, goal)).toEqual([]);
    expect(await missed({ ...second, headers: 'none', limit: 40, seed: 2 }, work, goal)).toEqual([]);
  });

  it('reach 85 % of limits under 40, and 65 % of a sliding log', async () => {
    const goal = reaches(0.85, 0.65, 0.01);
    expect(await missed({ ...second, limit: 16 }, work, goal)).toEqual([]);
    expect(await missed({ ...second, limit: 10 }, work, goal)).toEqual([]);
    expect(await missed({ ...second, limit: 39, headers: 'whole' }, work, goal)).toEqual([]);
  });

  it('find a limit below the stated one', async () => {
    const goal = reaches(0.85, 0.85, 0.01);
    expect(await missed({ ...second, limit: 60, stated: 100 }, work, goal)).toEqual([]);
  });

  it('of several processes with nothing shared reach 80 %, with less than 1.5 % of refusals', async () => {
    const goal = reaches(0.8, 0.8, 0.015);
    expect(await missed({ ...second, processes: 2 }, work, goal)).toEqual([]);
    expect(await missed({ ...second, processes: 8, seed: 2 }, work, goal)).toEqual([]);
  });
});
