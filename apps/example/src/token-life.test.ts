import { describe, expect, it } from 'vitest';
import { tokenLife } from './token-life.ts';

const span = { from: 1000, to: 2000, lifetimeMs: 5000 };

describe('tokenLife', () => {
  it('returns a stretch from each change to the next, cut to the period', () => {
    const entries = [
      { at: 500, kind: 'authorized' },
      { at: 1200, kind: 'expired' },
      { at: 1300, kind: 'refused' },
      { at: 1400, kind: 'refreshed' },
    ];
    expect(tokenLife(entries, span)).toEqual([
      { from: 1000, to: 1200, expiresAt: 5500 },
      { from: 1200, to: 1400, expiresAt: 1200 },
      { from: 1400, to: 2000, expiresAt: 6400 },
    ]);
  });

  it('returns nothing for the time before the first change', () => {
    expect(tokenLife([{ at: 1900, kind: 'call' }], span)).toEqual([]);
  });
});
