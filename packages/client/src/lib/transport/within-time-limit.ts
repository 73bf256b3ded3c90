import { toAbortError, toRequestError } from './api-request.ts';
import type { ApiRequest } from './api-request.ts';
import { raceSignal } from '../base/race-signal.ts';
import { maxTimerMs } from '../base/sleep.ts';

/** A piece of work that can be cut short. */
export interface LimitedWork<T> {
  /** Does the work; the signal is the caller's and the time limit's together. */
  readonly run: (signal: AbortSignal) => Promise<T>;
  /** Makes our error of a failure that is neither an abort nor a time-out. */
  readonly toError: (cause: unknown) => Error;
}

/**
 * Bounds a piece of work by the request's time limit and its caller's signal, and tells the two apart.
 *
 * @param request - Whose limit and signal hold.
 * @param work - What to do.
 * @returns What the work gives.
 * @throws CloseApiError `aborted`, `timeout`, or what `toError` makes of it.
 */
export async function withinTimeLimit<T>(request: ApiRequest, work: LimitedWork<T>): Promise<T> {
  const { signal, timeoutMs } = request;
  const limit = new AbortController();
  const timer = timeoutMs <= maxTimerMs ? setTimeout(() => limit.abort(), timeoutMs) : undefined;
  const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    return await raceSignal(() => work.run(either), either);
  } catch (cause) {
    if (signal?.aborted) throw toAbortError(request);
    if (!limit.signal.aborted) throw work.toError(cause);
    throw toRequestError(request, 'timeout', { message: `no response within ${timeoutMs} ms`, cause });
  } finally {
    clearTimeout(timer);
  }
}
