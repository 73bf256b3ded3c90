import { describe, expect, it } from 'vitest';
import { parseRateLimit } from './rate-limit-header.ts';

const all = { limit: 100, remaining: 50, resetMs: 5000 };

describe('parseRateLimit', () => {
  it('reads the combined header with commas', () => {
    expect(parseRateLimit(new Headers({ ratelimit: 'limit=100, remaining=50, reset=5' }))).toEqual(all);
  });

  it('reads the combined header with semicolons', () => {
    expect(parseRateLimit(new Headers({ ratelimit: 'limit=100; remaining=50; reset=5' }))).toEqual(all);
  });

  it('reads the values in any order', () => {
    expect(parseRateLimit(new Headers({ RateLimit: 'Reset=5,limit=100,remaining=50' }))).toEqual(all);
  });

  it('reads one header for each value', () => {
    const headers = { 'ratelimit-limit': '100', 'ratelimit-remaining': '50', 'ratelimit-reset': '5' };
    expect(parseRateLimit(new Headers(headers))).toEqual(all);
  });

  it('reads the old headers, with fractions', () => {
    const headers = { 'x-rate-limit-limit': '100', 'x-rate-limit-reset': '0.0421' };
    expect(parseRateLimit(new Headers(headers))).toEqual({ limit: 100, resetMs: 43 });
  });

  it('leaves out missing values and those that are not a number', () => {
    expect(parseRateLimit(new Headers({ ratelimit: 'limit=many, reset=3' }))).toEqual({ resetMs: 3000 });
  });

  it('takes no time since 1970 for a duration', () => {
    const values = 'limit=100, remaining=0, reset=1893456000';
    expect(parseRateLimit(new Headers({ ratelimit: values }))).toEqual({ limit: 100, remaining: 0 });
    const headers = { 'x-rate-limit-limit': '100', 'x-rate-limit-reset': '1893456000' };
    expect(parseRateLimit(new Headers(headers))).toEqual({ limit: 100 });
  });

  it('returns undefined without a header', () => {
    expect(parseRateLimit(new Headers())).toBeUndefined();
    expect(parseRateLimit(new Headers({ ratelimit: '' }))).toBeUndefined();
  });
});
