/** The forms of the rate-limit headers that Close has sent. */
export const rateLimitHeaders = [
  'commas',
  'semicolons',
  'separate',
  'x-rate-limit',
  'retry-after',
  'none',
] as const;

/**
 * The headers of responses under a rate limit. Close documents the first form; all have been seen.
 *
 * - `commas`: `ratelimit: limit=100, remaining=50, reset=5`.
 * - `semicolons`: `ratelimit: limit=100; remaining=50; reset=5`, and the headers of `separate`.
 * - `separate`: `ratelimit-limit`, `ratelimit-remaining` and `ratelimit-reset`.
 * - `x-rate-limit`: the same with the prefix `x-rate-limit-`.
 * - `retry-after`: only `retry-after` with 429, which the forms above have too.
 * - `none`: no header, not even with 429.
 */
export type RateLimitHeaders = (typeof rateLimitHeaders)[number];

/** The state of a window, as the headers tell it. */
export interface StatedWindow {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window starts again. */
  readonly seconds: number;
  readonly isDecimal: boolean;
  readonly allowed: boolean;
}

/** Writes the headers of a response. */
export function toRateLimitHeaders(form: RateLimitHeaders, window: StatedWindow): Record<string, string> {
  if (form === 'none') return {};
  const whole = String(Math.ceil(window.seconds));
  const reset = window.isDecimal ? String(Math.round(window.seconds * 1e6) / 1e6) : whole;
  const values = { limit: String(window.limit), remaining: String(window.remaining), reset };
  return { ...statedHeaders(form, values), ...(!window.allowed && { 'retry-after': whole }) };
}

type Values = Readonly<Record<'limit' | 'remaining' | 'reset', string>>;

function statedHeaders(form: RateLimitHeaders, values: Values): Record<string, string> {
  switch (form) {
    case 'commas':
      return { ratelimit: join(values, ', ') };
    case 'semicolons':
      return { ratelimit: join(values, '; '), ...withPrefix('ratelimit', values) };
    case 'separate':
      return withPrefix('ratelimit', values);
    case 'x-rate-limit':
      return withPrefix('x-rate-limit', values);
    default:
      return {};
  }
}

function join(values: Values, separator: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(separator);
}

function withPrefix(prefix: string, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}-${name}`, value]));
}
