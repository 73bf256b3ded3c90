import { memoryBudget } from '../../src/lib/pacing/memory-budget.ts';
import type { SharedBudget } from '../../src/lib/pacing/shared-budget.ts';
import { createSharedRate } from '../../src/lib/pacing/shared-rate.ts';
import type { Scene } from './simulate.ts';
import type { Timeline } from './timeline.ts';

/** A store with a budget: what it does at each take. */
export type Store = (budget: SharedBudget, timeline: Timeline, random: () => number) => SharedBudget;

/** A store that answers after a round trip of 0.5 to 3 ms. */
export const nearbyStore: Store = (budget, timeline, random) => {
  const travel = () => timeline.wait(0.25 + random() * 1.25);
  return {
    take: async (...values) => {
      await travel();
      const share = await budget.take(...values);
      await travel();
      return share;
    },
  };
};

/** Has all processes of a scene share one budget. */
export function sharing(toStore: Store = nearbyStore): NonNullable<Scene['toRate']> {
  const budgets = new WeakMap<Timeline, SharedBudget>();
  return (timeline, random) => {
    const { clock } = timeline;
    const budget = budgets.get(timeline) ?? memoryBudget({ now: clock.now });
    budgets.set(timeline, budget);
    const store = toStore(budget, timeline, random);
    return (group, wake) =>
      createSharedRate({ clock, random, take: (n, news) => store.take(group, n, news) }, wake);
  };
}
