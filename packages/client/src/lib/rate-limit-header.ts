/** What a response says about the rate limit of its endpoint group. */
export interface RateLimit {
  /** Requests allowed per window. */
  readonly limit?: number;
  /** Requests left in this window. */
  readonly remaining?: number;
  /** Milliseconds until the window starts again. */
  readonly resetMs?: number;
}

/**
 * Reads the rate-limit headers of a response in all spellings Close has used: `RateLimit: limit=100, remaining=50,
 * reset=5` with commas or semicolons in any order, and one header for each value.
 *
 * @param headers The response's headers.
 * @returns What is known; `undefined` when nothing is.
 * @see {@link https://developer.close.com/topics/rate-limits/}
 */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const combined = headers.get('ratelimit') ?? '';
  const read = (name: string): number | undefined =>
    toNumber(new RegExp(`\\b${name}\\s*=\\s*([^\\s,;]+)`, 'i').exec(combined)?.[1]) ??
    toNumber(headers.get(`ratelimit-${name}`)) ??
    toNumber(headers.get(`x-rate-limit-${name}`));
  const limit = read('limit');
  const remaining = read('remaining');
  const resetSeconds = read('reset');
  if (limit === undefined && remaining === undefined && resetSeconds === undefined) return undefined;
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetSeconds === undefined ? {} : { resetMs: Math.ceil(resetSeconds * 1000) }),
  };
}

function toNumber(text: string | null | undefined): number | undefined {
  return text && /^\d*\.?\d+$/.test(text) ? Number(text) : undefined;
}
