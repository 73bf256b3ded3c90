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

const longestResetS = 86_400;

/** The form in which Close documents the combined header. It is read for every response. */
const usual = /^limit=(\d{1,15}), remaining=(\d{1,15}), reset=(\d{1,4})$/;

/** The values of the combined header. A list of its parts would cost more, and it is read for every response. */
const patterns = {
  limit: /\blimit\s*=\s*([\d.]+)\s*(?:[,;]|$)/i,
  remaining: /\bremaining\s*=\s*([\d.]+)\s*(?:[,;]|$)/i,
  reset: /\breset\s*=\s*([\d.]+)\s*(?:[,;]|$)/i,
};

/**
 * Reads the rate-limit headers of a response in all spellings Close has used: `RateLimit: limit=100,
 * remaining=50, reset=5` with commas or semicolons in any order, and one header for each value.
 *
 * @see https://developer.close.com/api/overview/rate-limits
 */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const combined = headers.get('ratelimit') ?? '';
  const values = usual.exec(combined);
  if (values)
    return { limit: Number(values[1]), remaining: Number(values[2]), resetMs: Number(values[3]) * 1000 };
  const limit = read(headers, combined, 'limit');
  const remaining = read(headers, combined, 'remaining');
  const reset = read(headers, combined, 'reset');
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined;
  const rate: { -readonly [name in keyof RateLimit]: RateLimit[name] } = {};
  if (limit !== undefined) rate.limit = limit;
  if (remaining !== undefined) rate.remaining = remaining;
  // More than a day is a time since 1970, as other APIs state it: a group must not wait for so long.
  if (reset !== undefined && reset <= longestResetS) rate.resetMs = Math.ceil(reset * 1000);
  return rate;
}

function read(headers: Headers, combined: string, name: keyof typeof patterns): number | undefined {
  return (
    parseNumber(patterns[name].exec(combined)?.[1]) ??
    parseNumber(headers.get(`ratelimit-${name}`)) ??
    parseNumber(headers.get(`x-rate-limit-${name}`))
  );
}
