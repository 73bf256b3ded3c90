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

/**
 * Reads the rate-limit headers of a response in all spellings Close has used: `RateLimit: limit=100,
 * remaining=50, reset=5` with commas or semicolons in any order, and one header for each value.
 *
 * @see https://developer.close.com/api/overview/rate-limits
 */
export function parseRateLimit(headers: Headers): RateLimit | undefined {
  const combined = headers.get('ratelimit');
  const values = combined === null ? {} : parseCombined(combined);
  const limit = values.limit ?? read(headers, 'limit');
  const remaining = values.remaining ?? read(headers, 'remaining');
  const stated = values.reset ?? read(headers, 'reset');
  // More than a day is a time since 1970, as other APIs state it: a group must not wait for so long.
  const reset = stated !== undefined && stated > longestResetS ? undefined : stated;
  if (limit === undefined && remaining === undefined && reset === undefined) return undefined;
  return {
    ...(limit !== undefined && { limit }),
    ...(remaining !== undefined && { remaining }),
    ...(reset !== undefined && { resetMs: Math.ceil(reset * 1000) }),
  };
}

interface Values {
  limit?: number | undefined;
  remaining?: number | undefined;
  reset?: number | undefined;
}

function read(headers: Headers, name: keyof Values): number | undefined {
  return parseNumber(headers.get(`ratelimit-${name}`)) ?? parseNumber(headers.get(`x-rate-limit-${name}`));
}

/** Reads `limit=100, remaining=50; reset=5` in one pass: it happens for every response. */
function parseCombined(combined: string): Values {
  const values: Values = {};
  for (const part of combined.split(combined.includes(';') ? ';' : ',')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim().toLowerCase();
    if (name === 'limit' || name === 'remaining' || name === 'reset')
      values[name] = parseNumber(part.slice(equals + 1).trim());
  }
  return values;
}
