import { CloseServerError, toHandlerError } from '../base/errors.ts';
import type { HandlerCall, RateLimitRefusal } from '../config/handler-call.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { toCall } from './to-call.ts';
import type { CallRequest } from './to-call.ts';

const defaultRetryMs = 1000;

/**
 * Calls the option `rateLimit`, before any work: no session, body or store is read yet.
 *
 * @throws CloseServerError `rate_limited`.
 */
export async function limitRate(
  config: HandlerConfig,
  request: CallRequest,
  pathname: string,
): Promise<void> {
  const { rateLimit, route } = config;
  // A platform restarts a server whose checks are refused.
  if (rateLimit === undefined || route === 'health' || route === 'ready') return;
  const refusal = await ask(rateLimit, config, toCall(config, request, pathname));
  if (refusal === undefined) return;
  const { retryAfterMs } = refusal;
  throw new CloseServerError('rate_limited', 'Too many requests. Wait for the time in `Retry-After`.', {
    retryAfterMs: Number.isFinite(retryAfterMs) && retryAfterMs > 0 ? retryAfterMs : defaultRetryMs,
  });
}

/** A limiter that fails must not keep a user at a shared computer signed in. */
async function ask(
  rateLimit: NonNullable<HandlerConfig['rateLimit']>,
  { route, report }: HandlerConfig,
  call: HandlerCall,
): Promise<RateLimitRefusal | undefined> {
  try {
    return await rateLimit(call);
  } catch (error) {
    if (route !== 'logout') throw error;
    report(toHandlerError(error));
    return undefined;
  }
}
