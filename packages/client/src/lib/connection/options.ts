import { assertCloseAuth, isCookieSession } from '../auth/close-auth.ts';
import type { CloseAuth } from '../auth/close-auth.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { sleep as defaultSleep } from '../base/sleep.ts';
import type { Sleep } from '../base/sleep.ts';

/** Options of `createCloseClient` and `createCloseConnection`. Only `auth` is required. */
export interface CloseClientOptions {
  /**
   * How to authenticate: `apiKey(key)`, `bearer(token)`, a `TokenSource` such as a grant,
   * `cookieSession(basePath)` or `tokenSession(basePath)`.
   */
  readonly auth: CloseAuth;
  /** Sends requests. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Base URL of the API. Default: `https://api.close.com/api/v1`; with `cookieSession`, `${basePath}/api/v1`.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Time limit in milliseconds for each step of an attempt: getting a token, and sending with reading the
   * body. Default: 30,000; `Infinity` for none.
   */
  readonly timeoutMs?: number | undefined;
  /** Limits of retries, or `false` to send every request once. */
  readonly retry?: RetryOptions | false | undefined;
  /** Random numbers from 0 up to 1, for the back-off. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** The time in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * Waits between attempts. Resolves after the duration in milliseconds. When `signal` aborts it settles at
   * once; rejecting, as `setTimeout` of `node:timers/promises` does, and resolving are both fine. Default: a
   * timer.
   */
  readonly sleep?: ((durationMs: number, signal?: AbortSignal) => Promise<unknown>) | undefined;
}

/** Limits of retries. */
export interface RetryOptions {
  /** Maximum number of attempts for one call, the first included. Default: 3. */
  readonly attempts?: number | undefined;
  /**
   * Maximum time in milliseconds that one call waits between attempts, all its waits together. When the
   * server asks for more, the call fails with `rate_limited`. Default: 60,000.
   */
  readonly maxDelayMs?: number | undefined;
}

/** The options with all defaults. */
export interface ClientSettings {
  /** The function that the options were passed to, for messages. */
  readonly caller: string;
  readonly auth: CloseAuth;
  readonly fetch: typeof fetch | undefined;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly maxDelayMs: number;
  readonly random: () => number;
  readonly now: () => number;
  readonly sleep: Sleep;
}

/** Checks the options and fills in the defaults. `caller` is the function that they were passed to. */
export function parseClientOptions(options: CloseClientOptions, caller: string): ClientSettings {
  assertArgument(isRecord(options), [caller, 'options'], 'an object');
  const { auth, timeoutMs = 30_000, random = Math.random, now = Date.now, sleep = defaultSleep } = options;
  assertCloseAuth(auth, caller);
  for (const name of ['fetch', 'random', 'now', 'sleep'] as const) {
    const isFunction = options[name] === undefined || typeof options[name] === 'function';
    assertArgument(isFunction, [caller, name], 'a function');
  }
  assertArgument(typeof timeoutMs === 'number' && timeoutMs > 0, [caller, 'timeoutMs'], 'a positive number');
  return {
    caller,
    auth,
    fetch: options.fetch,
    baseUrl: parseBaseUrl(options, caller),
    timeoutMs,
    random,
    now,
    sleep,
    ...parseRetryOptions(options, caller),
  };
}

function parseRetryOptions(
  { retry }: CloseClientOptions,
  caller: string,
): Pick<ClientSettings, 'attempts' | 'maxDelayMs'> {
  const limits: unknown = retry === false ? { attempts: 1 } : (retry ?? {});
  assertArgument(isRecord(limits), [caller, 'retry'], 'an object or false');
  const { attempts = 3, maxDelayMs = 60_000 }: RetryOptions = limits;
  const isCount = Number.isInteger(attempts) && attempts > 0;
  assertArgument(isCount, [caller, 'retry.attempts'], 'a positive integer');
  const isDelay = typeof maxDelayMs === 'number' && maxDelayMs >= 0;
  assertArgument(isDelay, [caller, 'retry.maxDelayMs'], '0 or more');
  return { attempts, maxDelayMs };
}

function parseBaseUrl({ auth, baseUrl }: CloseClientOptions, caller: string): string {
  if (baseUrl === undefined)
    return isCookieSession(auth) ? `${auth.basePath}/api/v1` : 'https://api.close.com/api/v1';
  // `fetch` repeats credentials in its messages; a query or hash would come before our paths.
  const isBase =
    typeof baseUrl === 'string' &&
    /^(https?:\/\/(?![^/]*@)|\/(?![/\\]))[^?#]*$/.test(baseUrl) &&
    URL.canParse(baseUrl, 'https://api.close.com');
  assertArgument(isBase, [caller, 'baseUrl'], 'a plain http(s) URL or path');
  return baseUrl.replace(/\/+$/, '');
}
