import type { Clock } from '../base/clock.ts';
import { toResponseError } from '../errors/response-error.ts';
import { Call } from '../transport/call.ts';
import type { CallRequest } from '../transport/call.ts';
import type { TransportEnds } from '../transport/create-transport.ts';
import { joinSignals, leaveSignals } from '../transport/signal-hub.ts';
import type { Signals } from '../transport/signal-hub.ts';
import type { CloseResponse } from './close-call.ts';
import type { SendSettings } from '../transport/send-call.ts';
import type { RequestDefaults } from './to-call-request.ts';

/** The transport of a client, and what all its requests share. */
export interface OperationContext {
  readonly transport: TransportEnds;
  readonly clock: Clock;
  readonly defaults: RequestDefaults & SendSettings;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  /** The caller's `fetch`; `undefined` for the global one, looked up at each call. */
  readonly fetch: typeof fetch | undefined;
}

/**
 * Sends one operation. Only an ok response is success; any other is an error.
 *
 * @throws CloseApiError with any code.
 */
export function sendOperation(
  request: CallRequest,
  { transport, clock, now }: OperationContext,
  signals: Signals,
): Promise<CloseResponse<unknown>> {
  const call = new Call(request, clock);
  const joined = joinSignals(signals, call);
  // Neither `runCall` nor `async`: every call would pay for one more asynchronous function.
  return transport.run(call).then(
    ({ response, text, data, error }) => {
      leaveSignals(joined);
      if (!response.ok) throw error ?? toResponseError(response, text, { ...call.facts(), now: now() });
      return { data, response, attempts: call.attempts };
    },
    (error: unknown) => {
      leaveSignals(joined);
      throw error;
    },
  );
}
