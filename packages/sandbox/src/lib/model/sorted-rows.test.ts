import { describe, expect, it } from 'vitest';
import { createRandom } from '../base/random.ts';
import { SortedRows } from './sorted-rows.ts';

interface Item {
  value: number;
  readonly place: number;
}

function filled(count: number) {
  const random = createRandom(1, 1);
  let compared = 0;
  let added = 0;
  const order = new SortedRows<Item>((a, b) => {
    compared += 1;
    return a.value - b.value || a.place - b.place;
  });
  const present = new Map<Item, number>();
  const add = (): Item => {
    const item = { value: random.between(1, count), place: (added += 1) };
    present.set(item, item.place);
    order.mark(item);
    return item;
  };
  const items = Array.from({ length: count }, add);
  const look = (): { values: readonly Item[]; compared: number } => {
    compared = 0;
    return { values: order.of(present), compared };
  };
  return { random, order, present, items, add, look };
}

function sorted(present: ReadonlyMap<Item, number>): Item[] {
  return [...present.keys()].toSorted((a, b) => a.value - b.value || a.place - b.place);
}

describe('SortedRows', () => {
  it('has the order of a sort after any additions, changes and removals', () => {
    const { random, order, present, items, add, look } = filled(200);
    const looks: [readonly Item[], Item[]][] = [[look().values, sorted(present)]];
    for (let step = 0; step < 300; step += 1) {
      const item = random.pick(items);
      if (random.chance(0.3)) present.delete(item);
      else item.value = random.between(1, 200);
      order.mark(item);
      if (random.chance(0.3)) items.push(add());
      if (random.chance(0.4)) looks.push([look().values, sorted(present)]);
    }
    expect(looks.length).toBeGreaterThan(50);
    for (const [kept, expected] of looks) expect(kept).toEqual(expected);
    expect(look().values).toEqual(sorted(present));
  });

  it('compares nothing without a change, and few rows after one', () => {
    const { order, items, add, look, present } = filled(5000);
    look();
    expect(look().compared).toBe(0);
    add();
    const [first] = items;
    if (first !== undefined) first.value = 4000;
    if (first !== undefined) order.mark(first);
    const { values, compared } = look();
    expect(compared).toBeLessThan(40);
    expect(values).toEqual(sorted(present));
  });
});
