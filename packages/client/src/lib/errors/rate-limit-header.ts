import { rateResetMs, rateValue } from './rate-value.ts';

/** The rate limit of an endpoint group, as a response states it. */
export interface RateLimit {
  /** Requests allowed per window. */
  readonly limit?: number;
  /** Requests left in this window. */
  readonly remaining?: number;
  /** Milliseconds until the window starts again. */
  readonly resetMs?: number;
}

/** The form in which Close documents the combined header. It is read for every response. */
const usual = /^limit=\d{1,15}, remaining=\d{1,15}, reset=\d{1,4}(\.\d{1,9})?$/;

/**
 * Reads the rate-limit headers of a response in all spellings Close has used: `RateLimit: limit=100,
 * remaining=50, reset=5` with commas or semicolons in any order, and one header for each value.
 *
 * @see https://developer.close.com/api/overview/rate-limits
 */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const text = headers.get('ratelimit') ?? '';
  if (usual.test(text)) {
    // Groups in the pattern would cost twice as much.
    const first = text.indexOf(',');
    const second = text.lastIndexOf(',');
    return {
      limit: Number(text.slice(6, first)),
      remaining: Number(text.slice(first + 12, second)),
      resetMs: Math.ceil(Number(text.slice(second + 8)) * 1000),
    };
  }
  const limit = rateValue(headers, 'limit');
  const remaining = rateValue(headers, 'remaining');
  const resetMs = rateResetMs(headers);
  const rate: { -readonly [name in keyof RateLimit]: RateLimit[name] } = {};
  if (limit !== undefined) rate.limit = limit;
  if (remaining !== undefined) rate.remaining = remaining;
  if (resetMs !== undefined) rate.resetMs = resetMs;
  return Object.keys(rate).length > 0 ? rate : undefined;
}
