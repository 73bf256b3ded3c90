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
  const combined = headers.get('ratelimit');
  const limit = read(headers, combined, 'limit');
  const remaining = read(headers, combined, 'remaining');
  const reset = read(headers, combined, 'reset');
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined;
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(reset !== undefined && { resetMs: Math.ceil(reset * 1000) }),
  };
}

function read(headers: Headers, combined: string | null, name: string): number | undefined {
  return (
    (combined === null ? undefined : parseNumber(valueIn(combined, name))) ??
    parseNumber(headers.get(`ratelimit-${name}`)) ??
    parseNumber(headers.get(`x-rate-limit-${name}`))
  );
}

/** Finds the value of a name in `limit=100, remaining=50; reset=5`, without a regular expression. */
function valueIn(combined: string, name: string): string | undefined {
  for (const part of combined.split(combined.includes(';') ? ';' : ',')) {
    const equals = part.indexOf('=');
    if (equals > 0 && part.slice(0, equals).trim().toLowerCase() === name)
      return part.slice(equals + 1).trim();
  }
  return undefined;
}
