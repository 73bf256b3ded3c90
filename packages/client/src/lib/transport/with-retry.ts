import { longestTimerMs } from '../base/sleep.ts';
import { toAbortError } from './api-request.ts';
import type { ApiRequest, Fetch } from './api-request.ts';
import type { ClientEvents } from './client-events.ts';
import { raceSignal } from '../base/race-signal.ts';
import type { Sleep } from '../base/sleep.ts';
import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { Outcome } from './retry-delay.ts';

/** Settings of the retry layer. */
export interface RetrySettings {
  /** Maximum number of attempts for one call, the first included. */
  readonly attempts: number;
  /** Maximum time that one call waits, all its waits together. */
  readonly maxDelayMs: number;
  readonly random: () => number;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly events: Pick<ClientEvents, 'emit'>;
}

/**
 * Retries requests after a delay. The only layer that retries; the last outcome reaches the caller unchanged.
 */
export function withRetry(settings: RetrySettings): (next: Fetch) => Fetch {
  return (next) => async (request) => {
    let waitedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await settle(next, request);
      announce(outcome, request, settings);
      const state = { attempt, now: settings.now(), random: settings.random };
      const delayMs = attempt < settings.attempts ? retryDelayMs(outcome, request, state) : undefined;
      if (delayMs === undefined || waitedMs + delayMs > settings.maxDelayMs) return unsettle(outcome);
      waitedMs += delayMs;
      await pause(delayMs, request, settings);
    }
  };
}

async function settle(next: Fetch, request: ApiRequest): Promise<Outcome> {
  try {
    return { response: await next(request) };
  } catch (error) {
    return { error };
  }
}

function unsettle(outcome: Outcome): Response {
  if ('response' in outcome) return outcome.response;
  throw outcome.error;
}

async function pause(delayMs: number, request: ApiRequest, settings: RetrySettings): Promise<void> {
  try {
    // A longer timer would fire at once.
    const waitMs = Math.min(delayMs, longestTimerMs);
    await raceSignal(() => settings.sleep(waitMs, request.signal), request.signal);
  } catch (error) {
    throw request.signal?.aborted ? toAbortError(request) : error;
  }
}

function announce(outcome: Outcome, request: ApiRequest, settings: RetrySettings): void {
  if (!('response' in outcome)) return;
  const rateLimit = parseRateLimit(outcome.response.headers);
  const limited = outcome.response.status === 429;
  if (!rateLimit && !limited) return;
  settings.events.emit({ type: 'rate-limit', operation: request.operation, limited, ...rateLimit });
}
