import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalRate } from './local-rate.ts';

const told = { limit: undefined, remaining: undefined, resetMs: undefined };

describe('createLocalRate', () => {
  it('lets a single call of an idle client go at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 60_000 }),
        (limit, resetMs) => {
          const rate = createLocalRate();
          expect(rate.delayMs(0, 0, 0)).toBe(0);
          rate.sent(0);
          rate.answered({ limit, remaining: limit - 1, resetMs, sentAt: 0, now: 20 }, 0);
          expect(rate.delayMs(200_000, 0, 0)).toBe(0);
        },
      ),
    );
  });

  it('never sends more than the limit in any window, however the caller asks', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 100, maxLength: 400 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), gaps, (limit, waits) => {
        const rate = createLocalRate();
        rate.answered({ limit, remaining: limit, resetMs: 1000, sentAt: 0, now: 0 }, 0);
        const sent: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          if (rate.delayMs(now, 0, 1) > 0) continue;
          rate.sent(now);
          sent.push(now);
        }
        for (const [index, at] of sent.entries()) {
          expect(sent.slice(index).filter((other) => other < at + 1000).length).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('starts with ten requests, and one more with each response', () => {
    const rate = createLocalRate();
    expect([9, 10].map((inFlight) => rate.delayMs(0, inFlight, 1))).toEqual([0, Infinity]);
    rate.answered({ ...told, sentAt: 0, now: 20 }, 9);
    expect([10, 11].map((inFlight) => rate.delayMs(20, inFlight, 1))).toEqual([0, Infinity]);
  });

  it('holds the group when others have used the limit up', () => {
    const rate = createLocalRate();
    rate.sent(0);
    expect(rate.answered({ limit: 100, remaining: 0, resetMs: 700, sentAt: 0, now: 20 }, 0)).toBe(700);
  });

  it('keeps a stated limit after one refusal, and trims it after a second', () => {
    const rate = createLocalRate();
    const limited = { limit: 100, remaining: 0, resetMs: 1000 };
    const burst = (at: number) => {
      let count = 0;
      while (rate.delayMs(at, 0, 1) === 0) {
        rate.sent(at);
        count += 1;
      }
      return count;
    };
    rate.answered({ ...limited, remaining: 100, sentAt: 0, now: 0 }, 0);
    expect(burst(10)).toBe(49);
    rate.refused({ ...limited, sentAt: 10, now: 30 }, 1000, 48);
    expect(burst(3_000)).toBe(49);
    rate.refused({ ...limited, sentAt: 3_000, now: 3_030 }, 1000, 0);
    expect(burst(6_000)).toBeLessThan(49);
  });
});
