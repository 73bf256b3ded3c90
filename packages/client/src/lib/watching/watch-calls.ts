import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { Call, Outcome, Reply } from '../transport/call.ts';
import type { Layer } from '../transport/layers.ts';
import { describeCall, isFailure, tell } from './watcher.ts';
import type { Watcher } from './watcher.ts';

/** The outermost layer: reports the retries of a call, and its failure. */
export function watchCalls(watcher: Watcher): Layer {
  return async (call, next) => {
    const since = watcher.clock.now();
    tell(watcher, 'onCall', () => ({ type: 'call', ...describeCall(call, watcher) }));
    const { retried } = call;
    call.retried = (outcome, delayMs) => {
      retried?.(outcome, delayMs);
      tellRetry(call, watcher, { outcome, delayMs, since });
    };
    try {
      const reply = await next(call);
      if (!isFailure(call, reply.response) || !watcher.hooks.onError) return reply;
      const error = reply.error ?? createError(call, reply, watcher);
      tellError(call, watcher, { error, since });
      return { ...reply, error };
    } catch (cause) {
      tellError(call, watcher, { error: isCloseApiError(cause) ? cause : wrapCause(call, cause), since });
      throw cause;
    }
  };
}

function tellRetry(
  call: Call,
  watcher: Watcher,
  retry: { readonly outcome: Outcome; readonly delayMs: number; readonly since: number },
): void {
  const { outcome, delayMs, since } = retry;
  tell(watcher, 'onRetry', () => {
    const error = isCloseApiError(outcome.error) ? outcome.error : undefined;
    const status = outcome.reply ? outcome.reply.response.status : error?.status;
    const durationMs = watcher.clock.now() - since;
    return { type: 'retry', ...describeCall(call, watcher), status, error, delayMs, durationMs };
  });
}

function tellError(
  call: Call,
  watcher: Watcher,
  { error, since }: { readonly error: CloseApiError; readonly since: number },
): void {
  tell(watcher, 'onError', () => {
    const durationMs = watcher.clock.now() - since;
    return { type: 'error', ...describeCall(call, watcher), error, durationMs };
  });
}

/** An option of the client is wrong, such as a token source without a token: the caller receives the cause. */
function wrapCause(call: Call, cause: unknown): CloseApiError {
  return call.error('invalid_request', 'An option of the client is wrong. Check the cause.', { cause });
}

/** The error that the caller of an operation receives, and that a raw call does not. */
function createError(call: Call, { response, text }: Reply, { now }: Watcher): CloseApiError {
  return toResponseError(response, text, { ...call.facts(), now: now() });
}
