import { isCloseApiError } from '../errors/close-api-error.ts';
import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { requestIdOf } from '../errors/response-error.ts';
import type { Call } from '../transport/call.ts';
import type { Layer } from '../transport/layers.ts';
import { toAbsoluteUrl } from '../transport/send-call.ts';
import { describeCall, isBelowBase, tell } from './watcher.ts';
import type { Watcher } from './watcher.ts';

/** The innermost layer: reports each request, its response, and the rate limit that the response states. */
export function watchRequests(watcher: Watcher): Layer {
  return async (call, next) => {
    const attempt = call.attempts + 1;
    tell(watcher, 'onRequest', () => {
      const full = toAbsoluteUrl(call.request.url, watcher.defaults);
      const url = isBelowBase(full, watcher.defaults) ? full : full.replace(/[?#].*/, '');
      return { type: 'request', ...describeCall(call, watcher), attempt, url };
    });
    const since = watcher.clock.now();
    try {
      const reply = await next(call);
      tellResponse(call, reply.response, { watcher, since });
      return reply;
    } catch (error) {
      // An ok response whose body is of no use.
      const response = isCloseApiError(error) ? error.response : undefined;
      if (response) tellResponse(call, response, { watcher, since });
      throw error;
    }
  };
}

function tellResponse(
  call: Call,
  { status, headers }: Response,
  { watcher, since }: { readonly watcher: Watcher; readonly since: number },
): void {
  const durationMs = watcher.clock.now() - since;
  tell(watcher, 'onResponse', () => ({
    type: 'response',
    ...describeCall(call, watcher),
    status,
    requestId: requestIdOf(headers),
    durationMs,
  }));
  const limited = status === 429;
  const rateLimit = watcher.hooks.onRateLimit && parseRateLimit(headers);
  if (rateLimit || limited)
    tell(watcher, 'onRateLimit', () => ({
      type: 'rate-limit',
      ...describeCall(call, watcher),
      limited,
      ...rateLimit,
      durationMs,
    }));
}
