import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

function idOf(seed: number, stream: number): string {
  return createRandom(seed, stream).id('lead_');
}

describe('createRandom', () => {
  it('repeats itself only for the same seed and stream', () => {
    expect(idOf(1, 2)).toBe(idOf(1, 2));
    expect(new Set([idOf(1, 2), idOf(2, 1), idOf(1, 3), idOf(2, 2)]).size).toBe(4);
  });

  it('creates ten thousand different ids in the format of Close', () => {
    const random = createRandom(5, 0);
    const ids = new Set(Array.from({ length: 10_000 }, () => random.id('acti_')));
    expect(ids.size).toBe(10_000);
    for (const id of ids) expect(id).toMatch(/^acti_[0-9A-Za-z]{43}$/);
  });

  it('reaches both ends of a range and every item', () => {
    const random = createRandom(5, 0);
    const drawn = Array.from({ length: 500 }, () => random.between(1, 3));
    expect(new Set(drawn)).toEqual(new Set([1, 2, 3]));
    expect(new Set(drawn.map(() => random.pickEarly(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
