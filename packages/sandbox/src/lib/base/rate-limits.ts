/** A rate limit per token and endpoint. */
export interface SandboxRateLimit {
  /** Maximum number of requests per window. */
  limit: number;
  /** Length of the window, in milliseconds. */
  windowMs: number;
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

/** Creates a limiter with one fixed window per token and endpoint. */
export function createRateLimiter(rule: SandboxRateLimit | false, now: () => number): RateLimiter {
  const windows = new Map<string, { endsAt: number; used: number }>();

  function count(token: string, endpoint: string): RateLimitVerdict {
    if (rule === false) return { allowed: true, headers: {} };
    const key = `${token} ${endpoint}`;
    let window = windows.get(key);
    if (window === undefined || window.endsAt <= now()) {
      window = { endsAt: now() + rule.windowMs, used: 0 };
      windows.set(key, window);
    }
    const allowed = window.used < rule.limit;
    if (allowed) window.used += 1;
    const reset = Math.ceil((window.endsAt - now()) / 1000);
    const ratelimit = `limit=${rule.limit}, remaining=${rule.limit - window.used}, reset=${reset}`;
    return { allowed, headers: { ratelimit, ...(!allowed && { 'retry-after': String(reset) }) } };
  }
  return { count, clear: () => windows.clear() };
}
