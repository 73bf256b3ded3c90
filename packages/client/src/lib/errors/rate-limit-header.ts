import { parseNumber } from '../base/parse-number.ts';

/** The rate limit of an endpoint group, as a response states it. */
export interface RateLimit {
  /** Requests allowed per window. */
  readonly limit?: number;
  /** Requests left in this window. */
  readonly remaining?: number;
  /** Milliseconds until the window starts again. */
  readonly resetMs?: number;
}

/**
 * Reads the rate-limit headers of a response in all spellings Close has used: `RateLimit: limit=100,
 * remaining=50, reset=5` with commas or semicolons in any order, and one header for each value.
 *
 * @see https://developer.close.com/api/overview/rate-limits
 */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const values = (headers.get('ratelimit') ?? '').toLowerCase().matchAll(/(\w+)\s*=\s*([^\s,;]+)/g);
  const combined = new Map(Array.from(values, ([, name, value]) => [name, value]));
  const read = (name: string): number | undefined =>
    parseNumber(combined.get(name)) ??
    parseNumber(headers.get(`ratelimit-${name}`)) ??
    parseNumber(headers.get(`x-rate-limit-${name}`));
  const resetSeconds = read('reset');
  const found = Object.entries({
    limit: read('limit'),
    remaining: read('remaining'),
    resetMs: resetSeconds && Math.ceil(resetSeconds * 1000),
  }).filter(([, value]) => value !== undefined);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
