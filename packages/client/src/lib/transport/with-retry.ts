import type { Clock } from '../base/clock.ts';
import { retryAfterMs } from '../errors/retry-after.ts';
import type { Outcome } from './call.ts';
import type { Observer } from './client-events.ts';
import type { Layer } from './layers.ts';
import { isRepeatable } from './retry-rules.ts';
import type { RetryRules } from './retry-rules.ts';

/** Settings of the retry layer. */
export interface RetrySettings extends RetryRules {
  readonly clock: Clock;
  readonly random: () => number;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
  /** Learns of the last outcome of a call that fails. */
  readonly observer?: Pick<Observer, 'onFailure'>;
}

const firstDelayMs = 500;
const longestDelayMs = 8_000;
const longestJitterMs = 1_000;

/**
 * Ends the time limit of each attempt, and sends the request again after a delay. The only layer that does; the
 * last outcome is returned unchanged.
 */
export function withRetry(settings: RetrySettings): Layer {
  return async (call, next) => {
    for (let attempt = 1; ; attempt += 1) {
      let outcome: Outcome;
      try {
        outcome = { reply: await next(call) };
      } catch (error) {
        outcome = { error };
      }
      call.end();
      if (outcome.reply?.response.ok) return outcome.reply;
      const { heldMs, request } = call;
      call.heldMs = undefined;
      const delayMs = heldMs ?? delayOf(outcome, attempt, settings);
      const { attempts, maxDelayMs } = request.limits;
      // A wait beyond a limit would end in a failure that says less.
      const isInTime = call.delayedMs + delayMs <= maxDelayMs && delayMs < call.leftMs();
      if (attempt >= attempts || !isInTime || !isRepeatable(outcome, request, settings)) {
        settings.observer?.onFailure?.(call, outcome);
        if (outcome.reply) return outcome.reply;
        throw outcome.error;
      }
      call.retried?.(outcome, delayMs);
      // The group waits for all its calls, and a refusal that it paces by is no failed attempt.
      if (heldMs === undefined) await call.pause(delayMs);
      else attempt -= 1;
    }
  };
}

/**
 * The wait that the server asks for, a little longer at random so that not all callers return at once; or our
 * own back-off, which doubles and has full jitter.
 */
function delayOf(outcome: Outcome, attempt: number, { random, now }: RetrySettings): number {
  const askedMs = outcome.reply && retryAfterMs(outcome.reply.response, now());
  if (askedMs !== undefined) return askedMs + random() * Math.min(longestJitterMs, askedMs / 4);
  return random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
}
