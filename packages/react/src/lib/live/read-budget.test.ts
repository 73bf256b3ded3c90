import { describe, expect, it } from 'vitest';
import { createReadBudget } from './read-budget.ts';

describe('createReadBudget', () => {
  it('allows the reads of a minute at once, and the next ones as time passes', () => {
    const clock = { now: 0 };
    const budget = createReadBudget(() => clock.now);
    expect([budget.take(4, 6), budget.take(4, 6), budget.take(4, 6)]).toEqual([4, 2, 0]);
    expect(budget.waitMs(6)).toBe(10_000);
    clock.now += 10_000;
    expect([budget.waitMs(6), budget.take(4, 6)]).toEqual([0, 1]);
    clock.now += 600_000;
    expect(budget.take(10, 6)).toBe(6);
  });

  it('loses nothing when the clock is set back', () => {
    const clock = { now: 60_000 };
    const budget = createReadBudget(() => clock.now);
    expect(budget.take(6, 6)).toBe(6);
    clock.now = 0;
    expect([budget.take(1, 6), budget.waitMs(6)]).toEqual([0, 10_000]);
    clock.now = 10_000;
    expect(budget.take(6, 6)).toBe(1);
  });

  it('follows a smaller number', () => {
    const budget = createReadBudget(() => 0);
    expect([budget.take(10, 60), budget.take(10, 12), budget.take(10, 1)]).toEqual([10, 2, 0]);
  });
});
