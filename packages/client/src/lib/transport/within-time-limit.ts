import { toAbortError, toRequestError } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import { raceSignal } from '../base/race-signal.ts';
import { longestTimerMs } from '../base/sleep.ts';

/** Work that can be aborted. */
export interface LimitedWork<T> {
  /** Does the work. The signal combines that of the caller and the time limit. */
  readonly run: (signal: AbortSignal) => Promise<T>;
  /** Creates the error of a failure that is neither an abort nor a timeout. */
  readonly toError: (cause: unknown) => Error;
}

/**
 * Limits work by the time limit of a request and by its caller's signal, with an error for each.
 *
 * @throws CloseApiError `aborted`, `timeout`, or the result of `toError`.
 */
export async function withinTimeLimit<T>(request: ApiRequest, work: LimitedWork<T>): Promise<T> {
  const { signal, timeoutMs } = request;
  const limit = new AbortController();
  const timer = timeoutMs <= longestTimerMs ? setTimeout(() => limit.abort(), timeoutMs) : undefined;
  const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    return await raceSignal(() => work.run(either), either);
  } catch (cause) {
    if (signal?.aborted) throw toAbortError(request);
    if (!limit.signal.aborted) throw work.toError(cause);
    const message = `No response within ${timeoutMs} ms. Try again.`;
    throw toRequestError(request, 'timeout', { message, cause });
  } finally {
    clearTimeout(timer);
  }
}
