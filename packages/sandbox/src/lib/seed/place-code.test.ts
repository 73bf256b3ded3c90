import { describe, expect, it } from 'vitest';
import { createPlaceCode } from './place-code.ts';

const id = (end: string): string => `lead_${'x'.repeat(38)}${end}`;

describe('createPlaceCode', () => {
  it('writes each of 20,000 places differently and reads it back, for every seed', () => {
    for (const seed of [0, -7, Number.MAX_SAFE_INTEGER]) {
      const code = createPlaceCode(seed);
      const ends = Array.from({ length: 20_000 }, (_, index) => code.encode({ organization: 0, index }));
      expect(new Set(ends).size).toBe(20_000);
      expect(ends.every((end, index) => code.decode(id(end))?.index === index)).toBe(true);
    }
  });

  it('tells the organizations apart, up to the last place', () => {
    const code = createPlaceCode(1);
    for (const place of [
      { organization: 1, index: 0 },
      { organization: 0, index: 99_999_999 },
      { organization: 1, index: 99_999_999 },
    ] as const) {
      expect(code.decode(id(code.encode(place)))).toEqual(place);
    }
  });

  it('scrambles neighbours, and differently for another seed', () => {
    const [first, second] = [0, 1].map((index) => createPlaceCode(1).encode({ organization: 0, index }));
    expect(first).toMatch(/^[0-9A-Za-z]{5}$/);
    expect(first?.slice(0, 2)).not.toBe(second?.slice(0, 2));
    expect(createPlaceCode(2).encode({ organization: 0, index: 0 })).not.toBe(first);
  });

  it('reads nothing where no code can be', () => {
    expect(createPlaceCode(1).decode('')).toBeUndefined();
    expect(createPlaceCode(1).decode('lead_1')).toBeUndefined();
    expect(createPlaceCode(1).decode(id('zzzzz'))).toBeUndefined();
  });
});
