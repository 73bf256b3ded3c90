import { rateLimitHeaders, toRateLimitHeaders } from './rate-limit-headers.ts';
import type { RateLimitHeaders } from './rate-limit-headers.ts';

/** A rate limit per token and endpoint. */
export interface SandboxRateLimit {
  /** Maximum number of requests per window. */
  limit: number;
  /** Length of the window, in milliseconds. */
  windowMs: number;
  /**
   * The endpoints that it limits, as methods and paths of the API, such as `GET /lead/{id}/`. Each is counted by
   * itself. Default: every endpoint that no other limit names.
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

/** The decision on a request, with the headers of its response. */
export interface RateLimitVerdict {
  readonly allowed: boolean;
  readonly headers: Record<string, string>;
}

/** Counts requests per token and endpoint. */
export interface RateLimiter {
  count(token: string, endpoint: string): RateLimitVerdict;
  clear(): void;
}

/** Creates a limiter with one fixed window per token and endpoint, which begins with its first request. */
export function createRateLimiter(rules: readonly SandboxRateLimit[], now: () => number): RateLimiter {
  const windows = new Map<string, { endsAt: number; used: number }>();

  function count(token: string, endpoint: string): RateLimitVerdict {
    const rule = findRule(rules, endpoint);
    if (rule === undefined) return { allowed: true, headers: {} };
    const key = `${token} ${endpoint}`;
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= now()) {
      window = { endsAt: now() + rule.windowMs, used: 0 };
      windows.set(key, window);
    }
    const allowed = window.used < rule.limit;
    if (allowed) window.used += 1;
    const { limit, statedLimit = limit, headers = 'commas', reset = 'whole' } = rule;
    const seconds = (window.endsAt - now()) / 1000;
    const remaining = Math.max(0, statedLimit - window.used);
    const state = { limit: statedLimit, remaining, seconds, isDecimal: reset === 'decimal', allowed };
    return { allowed, headers: toRateLimitHeaders(headers, state) };
  }
  return { count, clear: () => windows.clear() };
}

/** The first rule that names the endpoint, or else the first without names. */
function findRule(rules: readonly SandboxRateLimit[], endpoint: string): SandboxRateLimit | undefined {
  return (
    rules.find(({ endpoints }) => endpoints?.includes(endpoint)) ??
    rules.find(({ endpoints }) => endpoints === undefined)
  );
}

/** Checks a rule of the options. */
export function isRateLimit({
  limit,
  windowMs,
  endpoints,
  headers,
  reset,
  statedLimit = 1,
}: SandboxRateLimit): boolean {
  const isForm = headers === undefined || rateLimitHeaders.includes(headers);
  const isReset = reset === undefined || reset === 'whole' || reset === 'decimal';
  const isList = endpoints === undefined || Array.isArray(endpoints);
  return limit > 0 && windowMs > 0 && statedLimit > 0 && isForm && isReset && isList;
}
