import type { CloseAuth, ConnectionAuth } from '../auth/close-auth.ts';
import { assertArgument } from '../base/assert-argument.ts';
import { createClock } from '../base/clock.ts';
import type { Clock } from '../base/clock.ts';
import { isRecord } from '../base/is-record.ts';
import { sleep as defaultSleep } from '../base/sleep.ts';
import { assertPositive, defaultLimits, parseLimits } from '../transport/call-limits.ts';
import type { CallLimits, LimitOptions } from '../transport/call-limits.ts';
import type { Authenticator } from '../transport/authenticator.ts';
import type { Pacing } from '../transport/pacing.ts';
import { parseHeaders } from '../transport/parse-headers.ts';

/** Options of `createCloseClient`. Only `auth` is required. */
export interface CloseClientOptions extends Omit<CloseConnectionOptions, 'auth' | 'rateLimit'> {
  /**
   * How to authenticate: `apiKey(key)`, `bearer(token)`, a `TokenSource` such as a grant,
   * `cookieSession(basePath)` or `tokenSession(basePath)`.
   */
  readonly auth: CloseAuth;
  /** How the client treats Close's rate limits: see {@link CloseConnectionOptions.rateLimit}. Default: `pace`. */
  readonly rateLimit?: 'pace' | 'react' | 'off' | Pacing | undefined;
}

/** Options of `createCloseConnection`. Only `auth` is required. */
export interface CloseConnectionOptions extends LimitOptions {
  /**
   * How to authenticate: `apiKey(key)`, `bearer(token)`, `bearer(source)` with a `TokenSource` such as a grant,
   * `cookieSession(basePath)` or `tokenSession(basePath)`.
   */
  readonly auth: ConnectionAuth;
  /** Sends requests. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Base URL of the API. Default: `https://api.close.com/api/v1`; with `cookieSession`, `${basePath}/api/v1`.
   */
  readonly baseUrl?: string | undefined;
  /** Request headers of every call, such as those of `tzOffset()` and `userAgent()`. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * How the client treats Close's rate limits.
   *
   * - `pace()` learns the limit of each endpoint group and lets calls wait in a queue, before
   *   Close refuses them. After a 429 the group waits as long as Close asks for, and then goes on.
   * - `paceTogether({ budget })` does so with a budget that several processes share.
   * - `react` sends every call at once; after a 429 each call waits for itself.
   * - `off` fails with `rate_limited` at the first 429.
   *
   * Default: `react`.
   */
  readonly rateLimit?: 'react' | 'off' | Pacing | undefined;
  /**
   * Maximum time in milliseconds that a call waits in the queue of a paced client before it is sent for
   * the first time. Then it fails with `rate_limited`. Default: `Infinity`; the caller's `signal` ends the
   * wait, too.
   */
  readonly maxQueueMs?: number | undefined;
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

/** The options with all defaults. */
export interface ClientSettings {
  /** The function that the options were passed to, for messages. */
  readonly caller: string;
  /** The `auth` option. */
  readonly auth: CloseAuth;
  /** What authenticates requests: `auth`, or what it was wrapped in. */
  readonly authenticator: Authenticator;
  readonly fetch: typeof fetch | undefined;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: CallLimits;
  readonly rateLimit: Pacing | 'react' | 'off';
  readonly maxQueueMs: number;
  readonly random: () => number;
  readonly now: () => number;
  readonly clock: Clock;
}

/** The options that a client and a connection take in different forms. */
export type ChosenParts = Pick<CloseConnectionOptions, 'rateLimit'> & { readonly auth: unknown };

const ways = 'apiKey(), bearer(), cookieSession() or tokenSession()';

/**
 * Checks the options and fills in the defaults.
 *
 * @param options - The options.
 * @param caller - The function that they were passed to.
 * @param choose - Turns the options of a client into those of a connection.
 */
export function parseClientOptions(
  options: CloseClientOptions,
  caller: string,
  choose?: (options: CloseClientOptions) => ChosenParts,
): ClientSettings {
  assertArgument(isRecord(options), [caller, 'options'], 'an object');
  const { auth, maxQueueMs = Infinity, random = Math.random, now = Date.now, sleep = defaultSleep } = options;
  const { auth: authenticator, rateLimit = 'react' } = choose ? choose(options) : options;
  assertArgument(isAuthenticator(authenticator), [caller, 'auth'], ways);
  for (const name of ['fetch', 'random', 'now', 'sleep'] as const) {
    const isFunction = options[name] === undefined || typeof options[name] === 'function';
    assertArgument(isFunction, [caller, name], 'a function');
  }
  assertArgument(isMode(rateLimit), [caller, 'rateLimit'], "pace(), 'react' or 'off'");
  assertPositive(maxQueueMs, [caller, 'maxQueueMs']);
  return {
    caller,
    auth,
    authenticator,
    fetch: options.fetch,
    baseUrl: parseBaseUrl(options.baseUrl ?? authenticator.baseUrl, caller),
    headers: parseHeaders(options.headers, { accept: 'application/json' }, caller),
    limits: parseLimits(options, defaultLimits, caller),
    rateLimit,
    maxQueueMs,
    random,
    now,
    clock: createClock(sleep),
  };
}

function isAuthenticator(auth: unknown): auth is ClientSettings['authenticator'] {
  return isRecord(auth) && typeof auth['toLayer'] === 'function';
}

function isMode(mode: unknown): mode is ClientSettings['rateLimit'] {
  return mode === 'react' || mode === 'off' || (isRecord(mode) && mode['kind'] === 'pacing');
}

function parseBaseUrl(baseUrl = 'https://api.close.com/api/v1', caller: string): string {
  // `fetch` repeats credentials in its messages; a query or hash would come before our paths.
  const isBase =
    typeof baseUrl === 'string' &&
    /^(https?:\/\/(?![^/]*@)|\/(?![/\\]))[^?#]*$/.test(baseUrl) &&
    URL.canParse(baseUrl, 'https://api.close.com');
  assertArgument(isBase, [caller, 'baseUrl'], 'a plain http(s) URL or path');
  return baseUrl.replace(/\/+$/, '');
}
