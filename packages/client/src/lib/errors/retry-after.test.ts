import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const wait = (headers: Record<string, string>, status = 429) =>
  retryAfterMs(new Response(null, { status, headers }), now);

describe('retryAfterMs', () => {
  it('reads seconds', () => expect(wait({ 'retry-after': '2' })).toBe(2000));

  it('reads fractions of a second', () => expect(wait({ 'retry-after': '0.25' })).toBe(250));

  it('reads an HTTP date', () => expect(wait({ 'retry-after': 'Mon, 23 Nov 2026 12:00:07 GMT' })).toBe(7000));

  it('measures an HTTP date against the clock of the server', () => {
    const headers = { 'retry-after': 'Mon, 23 Nov 2026 11:00:07 GMT', date: 'Mon, 23 Nov 2026 11:00:00 GMT' };
    expect(wait(headers)).toBe(7000);
  });

  it('treats a date in the past as no wait', () => {
    expect(wait({ 'retry-after': 'Mon, 23 Nov 2026 11:59:00 GMT' })).toBe(0);
  });

  it('ignores anything else', () => {
    expect(wait({ 'retry-after': 'soon' })).toBeUndefined();
    expect(wait({ 'retry-after': '-3' })).toBeUndefined();
    expect(wait({})).toBeUndefined();
  });

  it('uses the reset of the rate limit after a 429', () => {
    expect(wait({ ratelimit: 'limit=100, remaining=0, reset=5' })).toBe(5000);
  });

  it('uses the later of both', () => {
    expect(wait({ 'retry-after': '1', ratelimit: 'reset=2.5' })).toBe(2500);
    expect(wait({ 'retry-after': '9', ratelimit: 'reset=2.5' })).toBe(9000);
  });

  it('ignores the reset of the rate limit after another status', () => {
    expect(wait({ ratelimit: 'limit=100, remaining=7, reset=5' }, 503)).toBeUndefined();
    expect(wait({ ratelimit: 'reset=5', 'retry-after': '3' }, 503)).toBe(3000);
  });

  it('is not negative, and finite, whatever the headers say', () => {
    const text = fc.string().filter((value) => /^[\x20-\x7e]*$/.test(value));
    const dates = fc.date({ noInvalidDate: true }).map((date) => date.toUTCString());
    const value = fc.oneof(
      text,
      dates,
      fc.oneof(fc.stringMatching(/^\d*\.?\d*$/), fc.constant('9'.repeat(400))),
    );
    const names = fc.constantFrom('retry-after', 'ratelimit', 'ratelimit-reset', 'date');
    fc.assert(
      fc.property(fc.dictionary(names, value), fc.constantFrom(429, 503), (headers, status) => {
        const ms = wait(headers, status);
        expect(ms === undefined || (ms >= 0 && Number.isFinite(ms))).toBe(true);
      }),
    );
  });

  it('is never less than the server asks for, by at most a second of rounding', () => {
    const ms = fc.nat(600_000);
    fc.assert(
      fc.property(ms, ms, (asked, reset) => {
        const found = wait({ 'retry-after': String(asked / 1000), ratelimit: `reset=${reset / 1000}` });
        expect(found).toBeGreaterThan(Math.max(asked - 1000, reset - 1));
        expect(found).toBeLessThanOrEqual(Math.max(asked, reset) + 1);
      }),
    );
  });
});
