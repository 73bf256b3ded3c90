import { describe, expect, it } from 'vitest';
import { showDuration } from './show-time.ts';

describe('showDuration', () => {
  it('has two units at most', () => {
    const durations = [48.4, 1_120, 59_000, 250_000, 7_500_000, 273_600_000];
    const shown = ['48 ms', '1.1 s', '59 s', '4 min 10 s', '2 h 5 min', '3 d 4 h'];
    expect(durations.map(showDuration)).toEqual(shown);
  });

  it('rounds up to the next unit', () => {
    expect([999.6, 9_960, 59_600, 3_599_700].map(showDuration)).toEqual([
      '1.0 s',
      '10 s',
      '1 min 0 s',
      '1 h 0 min',
    ]);
  });
});
