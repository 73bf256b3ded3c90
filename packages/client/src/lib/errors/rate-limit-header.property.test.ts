import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRateLimit } from './rate-limit-header.ts';

const numbers = fc.record({
  limit: fc.nat(10_000),
  remaining: fc.nat(10_000),
  reset: fc.nat(60_000).map((ms) => ms / 1000),
});

/** One of the spellings that Close has used. */
const spelling = fc.constantFrom(', ', '; ', ',', ';', 'ratelimit-', 'x-rate-limit-');

function toHeaders(values: Readonly<Record<string, number>>, form: string): Headers {
  const entries = Object.entries(values);
  if (form.endsWith('-')) return new Headers(entries.map(([name, value]) => [form + name, String(value)]));
  return new Headers({ RateLimit: entries.map(([name, value]) => `${name}=${value}`).join(form) });
}

describe('parseRateLimit', () => {
  it('reads the same values from every spelling, in any order', () => {
    fc.assert(
      fc.property(numbers, spelling, fc.boolean(), (values, form, isReversed) => {
        const entries = Object.entries(values);
        const ordered = Object.fromEntries(isReversed ? entries.toReversed() : entries);
        const { limit, remaining, reset } = values;
        expect(parseRateLimit(toHeaders(ordered, form))).toEqual({
          limit,
          remaining,
          resetMs: Math.ceil(reset * 1000),
        });
      }),
    );
  });

  it('never throws, and returns finite numbers only', () => {
    const text = fc.string().filter((value) => /^[\t\x20-\x7e]*$/.test(value));
    const digits = fc.oneof(fc.stringMatching(/^\d*\.?\d*$/), fc.constant('9'.repeat(400)));
    const pairs = fc.tuple(fc.constantFrom('limit', 'remaining', 'reset'), fc.oneof(text, digits));
    const combined = fc.array(pairs).map((all) => all.map((pair) => pair.join('=')).join(';'));
    fc.assert(
      fc.property(fc.oneof(text, digits, combined), (value) => {
        const found = parseRateLimit(new Headers({ ratelimit: value, 'ratelimit-reset': value }));
        expect(Object.values(found ?? {}).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('reads what it can beside members that it does not know', () => {
    const others = fc.array(fc.stringMatching(/^[a-km-z]{1,8}=[\w"]{0,8}$/));
    fc.assert(
      fc.property(others, others, fc.nat(10_000), (before, after, limit) => {
        const header = [...before, `limit=${limit}`, ...after].join('; ');
        fc.pre(!/re(set|maining)=/.test(header));
        expect(parseRateLimit(new Headers({ ratelimit: header }))).toEqual({ limit });
      }),
    );
  });
});
