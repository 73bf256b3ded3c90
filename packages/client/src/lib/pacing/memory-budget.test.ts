import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBudget } from './memory-budget.ts';

/** A budget at a time that a test sets. */
function createScene() {
  const scene = { now: 0 };
  return Object.assign(scene, { budget: memoryBudget({ now: () => scene.now }) });
}

const takes = fc.array(fc.record({ afterMs: fc.nat(80), n: fc.nat(12) }), { minLength: 50, maxLength: 200 });

describe('memoryBudget', () => {
  it('grants no more than 98 % of the limit in any window, and no more than was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), takes, async (limit, script) => {
        const scene = createScene();
        const grants: { readonly at: number; readonly granted: number }[] = [];
        for (const { afterMs, n } of script) {
          scene.now += afterMs;
          const { granted } = await scene.budget.take('key', n, { limit });
          expect(granted).toBeLessThanOrEqual(n);
          grants.push({ at: scene.now, granted });
        }
        for (const { at } of grants) {
          const within = grants.filter((other) => other.at >= at && other.at <= at + 1_000);
          const sum = within.reduce((total, { granted }) => total + granted, 0);
          expect(sum).toBeLessThanOrEqual(Math.max(1, Math.floor(0.98 * limit)));
        }
      }),
    );
  });

  it('grants half of the budget at once, and the rest evenly', async () => {
    const scene = createScene();
    expect(await scene.budget.take('key', 100, { limit: 100 })).toEqual({
      granted: 49,
      waitMs: 1_000 / 98,
      limit: 100,
      windowMs: 1_000,
    });
    let granted = 0;
    while (scene.now < 500) {
      scene.now += 25;
      granted += (await scene.budget.take('key', 10)).granted;
    }
    expect(granted).toBe(49);
  });

  it('grants ten in a window until a process reports a limit', async () => {
    const scene = createScene();
    let granted = 0;
    while (scene.now < 1_000) {
      granted += (await scene.budget.take('key', 5)).granted;
      scene.now += 20;
    }
    expect(granted).toBe(10);
  });

  it('grants nothing while a 429 holds the group, and says until when', async () => {
    const scene = createScene();
    expect(await scene.budget.take('key', 0, { holdMs: 2_000 })).toMatchObject({ granted: 0, waitMs: 2_000 });
    scene.now = 500;
    // A shorter hold ends no longer one.
    expect(await scene.budget.take('key', 3, { holdMs: 100 })).toMatchObject({ granted: 0, waitMs: 1_500 });
    expect(await scene.budget.take('other', 3)).toMatchObject({ granted: 3, waitMs: 0 });
    scene.now = 2_000;
    expect(await scene.budget.take('key', 3)).toMatchObject({ granted: 3 });
  });

  it('takes the longest window that was reported, up to a minute', async () => {
    const { budget } = createScene();
    expect(await budget.take('key', 1, { limit: 160, resetMs: 8_000 })).toMatchObject({ windowMs: 8_000 });
    expect(await budget.take('key', 1, { resetMs: 300 })).toMatchObject({ windowMs: 8_000, limit: 160 });
    expect(await budget.take('key', 1, { resetMs: 1e9 })).toMatchObject({ windowMs: 60_000 });
  });

  it('forgets a key that is not used for a minute and three windows', async () => {
    const scene = createScene();
    await scene.budget.take('key', 1, { limit: 100 });
    scene.now = 62_999;
    expect(await scene.budget.take('key', 0)).toMatchObject({ limit: 100 });
    scene.now += 63_000;
    expect(await scene.budget.take('key', 0)).toMatchObject({ limit: undefined });
  });

  it('refuses a wrong option', () => {
    // @ts-expect-error not a function
    expect(() => memoryBudget({ now: 1 })).toThrow(new TypeError('memoryBudget: `now` must be a function.'));
    // @ts-expect-error not an object
    expect(() => memoryBudget(1)).toThrow(new TypeError('memoryBudget: `options` must be an object.'));
  });
});
