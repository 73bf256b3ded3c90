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
export type RateLimitHeaders = 'commas' | 'semicolons' | 'separate' | 'x-rate-limit' | 'retry-after' | 'none';

type Values = Readonly<Record<'limit' | 'remaining' | 'reset', string>>;

const headerForms: Readonly<Record<RateLimitHeaders, (values: Values) => Record<string, string>>> = {
  commas: (values) => ({ ratelimit: join(values, ', ') }),
  semicolons: (values) => ({ ratelimit: join(values, '; '), ...withPrefix('ratelimit', values) }),
  separate: (values) => withPrefix('ratelimit', values),
  'x-rate-limit': (values) => withPrefix('x-rate-limit', values),
  'retry-after': () => ({}),
  none: () => ({}),
};

/** A rate limit per token and endpoint. */
export interface SandboxRateLimit {
  /** Maximum number of requests per window. */
  limit: number;
  /** Length of the window, in milliseconds. */
  windowMs: number;
  /**
   * The endpoints that it limits, as methods and paths of the API, such as `GET /lead/{id}/`. Each is counted
   * by itself. Default: every endpoint that no other limit names.
   */
  endpoints?: readonly string[];
  /** The headers of the responses. Default: `commas`. */
  headers?: RateLimitHeaders;
  /** Whether the headers state the reset in whole seconds, rounded up, or exactly. Default: `whole`. */
  reset?: 'whole' | 'decimal';
  /**
   * The limit that the headers state. If it is higher than `limit`, 429 comes while `remaining` is positive.
   * Default: `limit`.
   */
  statedLimit?: number;
}

export interface RateLimiter {
  /** Decides on a request; `headers` are those of its response. */
  count(token: string, endpoint: string): { allowed: boolean; headers: Record<string, string> };
  clear(): void;
}

/** Creates a limiter with one fixed window per token and endpoint, which begins with its first request. */
export function createRateLimiter(rules: readonly SandboxRateLimit[], now: () => number): RateLimiter {
  const windows = new Map<string, { endsAt: number; used: number }>();

  function count(token: string, endpoint: string): ReturnType<RateLimiter['count']> {
    const named = rules.find(({ endpoints }) => endpoints?.includes(endpoint));
    const rule = named ?? rules.find(({ endpoints }) => endpoints === undefined);
    if (rule === undefined) return { allowed: true, headers: {} };
    const key = `${token} ${endpoint}`;
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= now()) {
      window = { endsAt: now() + rule.windowMs, used: 0 };
      windows.set(key, window);
    }
    const allowed = window.used < rule.limit;
    if (allowed) window.used += 1;
    const { endsAt, used } = window;
    return { allowed, headers: headersOf(rule, (endsAt - now()) / 1000, { allowed, used }) };
  }
  return { count, clear: () => windows.clear() };
}

function headersOf(
  { limit, statedLimit = limit, headers = 'commas', reset }: SandboxRateLimit,
  seconds: number,
  { allowed, used }: { allowed: boolean; used: number },
): Record<string, string> {
  const whole = String(Math.ceil(seconds));
  const values = {
    limit: String(statedLimit),
    remaining: String(Math.max(0, statedLimit - used)),
    reset: reset === 'decimal' ? String(Math.round(seconds * 1e6) / 1e6) : whole,
  };
  return { ...headerForms[headers](values), ...(!allowed && headers !== 'none' && { 'retry-after': whole }) };
}

function join(values: Values, separator: string): string {
  return Array.from(Object.entries(values), (pair) => pair.join('=')).join(separator);
}

function withPrefix(prefix: string, values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}-${name}`, value]));
}

export function isRateLimit(rule: SandboxRateLimit): boolean {
  const { limit, windowMs, endpoints = [], headers = 'none', reset = 'whole', statedLimit = 1 } = rule;
  const isForm = Object.hasOwn(headerForms, headers) && ['whole', 'decimal'].includes(reset);
  return limit > 0 && windowMs > 0 && statedLimit > 0 && isForm && Array.isArray(endpoints);
}
