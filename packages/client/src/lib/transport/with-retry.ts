import { toAbortError } from './api-request.ts';
import type { ApiRequest, Fetch } from './api-request.ts';
import type { ClientEvents } from './client-events.ts';
import { raceSignal } from '../base/race-signal.ts';
import type { Sleep } from '../base/sleep.ts';
import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { Outcome } from './retry-delay.ts';

/** What the retry layer works with. */
export interface RetrySettings {
  /** The most attempts for one call, the first included. */
  readonly attempts: number;
  /** The most time one call may spend waiting, all its waits together. */
  readonly maxDelayMs: number;
  readonly random: () => number;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly events: Pick<ClientEvents, 'emit'>;
}

/**
 * Sends again what may be sent again, after a wait. The only layer that retries.
 *
 * @param settings - Limits and effects.
 * @returns The layer. Its last outcome goes to the caller as it is.
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
    await raceSignal(() => settings.sleep(delayMs, request.signal), request.signal);
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
