import type { Clock } from '../base/clock.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import { parseRateLimit } from '../errors/rate-limit-header.ts';
import { requestIdOf } from '../errors/response-error.ts';
import type { ClientEvents } from '../events/client-events.ts';
import type { Call } from './call.ts';
import type { Outcome } from './retry-rules.ts';

/** Where the events of calls go, and the clock that measures durations. */
export interface Audience {
  readonly events: ClientEvents;
  readonly clock: Clock;
}

/** Announces a request right before it is sent. */
export function announceRequest(call: Call, url: string, { events }: Audience): void {
  if (events.heard.onRequest) events.emit('onRequest', { type: 'request', ...call.described(), url });
}

/** Announces a response whose body has been read, and the rate limit that it states. */
export function announceResponse(call: Call, { status, headers }: Response, audience: Audience): void {
  const { events, clock } = audience;
  const { heard } = events;
  if (heard.onResponse) {
    const durationMs = clock.now() - call.sentAt;
    const requestId = requestIdOf(headers);
    events.emit('onResponse', { type: 'response', ...call.described(), status, requestId, durationMs });
  }
  if (!heard.onRateLimit) return;
  const limited = status === 429;
  const rateLimit = parseRateLimit(headers);
  if (!rateLimit && !limited) return;
  const durationMs = clock.now() - call.sentAt;
  events.emit('onRateLimit', { type: 'rate-limit', ...call.described(), limited, ...rateLimit, durationMs });
}

/** Announces that a request is sent again, before the wait. */
export function announceRetry(
  call: Call,
  outcome: Outcome & { readonly delayMs: number },
  events: ClientEvents,
): void {
  const error = 'error' in outcome && isCloseApiError(outcome.error) ? outcome.error : undefined;
  const status = 'reply' in outcome ? outcome.reply.response.status : error?.status;
  const { delayMs } = outcome;
  const durationMs = call.elapsedMs();
  events.emit('onRetry', { type: 'retry', ...call.described(), status, error, delayMs, durationMs });
}

/** Announces that a call has failed. Wrong arguments are no events. */
export function announceError(call: Call, error: unknown, events: ClientEvents): void {
  if (!events.heard.onError || !isCloseApiError(error)) return;
  events.emit('onError', { type: 'error', ...call.described(), error, durationMs: call.elapsedMs() });
}
