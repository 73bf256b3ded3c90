import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';

/** Limits of retries. */
export interface RetryOptions {
  /**
   * Maximum number of attempts for one call, the first included. A 429 counts only when the client does not
   * pace: see `rateLimit`. Default: 3.
   */
  readonly attempts?: number | undefined;
  /**
   * Maximum time in milliseconds that one call waits between attempts, all its waits together. When the
   * server asks for more, the call fails with `rate_limited`. Default: 60,000.
   */
  readonly maxDelayMs?: number | undefined;
}

/** The limits of a call, as options. */
export interface LimitOptions {
  /**
   * Time limit in milliseconds for one attempt: getting the token, sending, and reading the whole body. A
   * replay after a 401 has its own. Default: 30,000; `Infinity` for none.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Time limit in milliseconds for the whole call, with all attempts and waits. It begins when the call first
   * leaves the queue of `rateLimit: 'pace'`. Default: 120,000; `Infinity` for none.
   */
  readonly totalTimeoutMs?: number | undefined;
  /** Limits of retries, or `false` to send the request once. */
  readonly retry?: RetryOptions | false | undefined;
}

/** The limits of one call. */
export interface CallLimits {
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number;
  /** Milliseconds for the whole call, from the moment at which it first leaves the queue. */
  readonly totalTimeoutMs: number;
  /** Maximum number of attempts, the first included. */
  readonly attempts: number;
  /** Milliseconds that the call waits between attempts, all its waits together. */
  readonly maxDelayMs: number;
  /** Whether other calls of the same group go first. */
  readonly bulk: boolean;
}

/** The limits of a client without options. */
export const defaultLimits: CallLimits = {
  timeoutMs: 30_000,
  totalTimeoutMs: 120_000,
  attempts: 3,
  maxDelayMs: 60_000,
  bulk: false,
};

/**
 * Checks the limits of a client or a call, and fills in the others.
 *
 * @throws TypeError naming the wrong option.
 */
export function parseLimits(
  options: LimitOptions & { readonly priority?: unknown },
  defaults: CallLimits,
  caller: string,
): CallLimits {
  const {
    timeoutMs = defaults.timeoutMs,
    totalTimeoutMs = defaults.totalTimeoutMs,
    retry,
    priority = 'normal',
  } = options;
  const isUsual = timeoutMs === defaults.timeoutMs && totalTimeoutMs === defaults.totalTimeoutMs;
  if (isUsual && retry === undefined && priority === 'normal') return defaults;
  assertPositive(timeoutMs, [caller, 'timeoutMs']);
  assertPositive(totalTimeoutMs, [caller, 'totalTimeoutMs']);
  const bulk = priority === 'bulk';
  assertArgument(bulk || priority === 'normal', [caller, 'priority'], "'normal' or 'bulk'");
  const given: unknown = retry === false ? { attempts: 1 } : (retry ?? {});
  assertArgument(isRecord(given), [caller, 'retry'], 'an object or false');
  const { attempts = defaults.attempts, maxDelayMs = defaults.maxDelayMs } = given;
  const isCount = typeof attempts === 'number' && attempts > 0 && attempts % 1 === 0;
  assertArgument(isCount, [caller, 'retry.attempts'], 'a positive integer');
  const isDelay = typeof maxDelayMs === 'number' && maxDelayMs >= 0;
  assertArgument(isDelay, [caller, 'retry.maxDelayMs'], '0 or more');
  return { timeoutMs, totalTimeoutMs, attempts, maxDelayMs, bulk };
}

/** Refuses a limit that is not positive. */
export function assertPositive(value: unknown, argument: Argument): asserts value is number {
  assertArgument(typeof value === 'number' && value > 0, argument, 'a positive number');
}
