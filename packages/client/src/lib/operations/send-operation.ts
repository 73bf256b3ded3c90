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
export async function sendOperation(
  request: CallRequest,
  context: OperationContext,
  signals: Signals,
): Promise<CloseResponse<unknown>> {
  const call = new Call(request, context.clock);
  // Not `runCall`: every call would pay for one more asynchronous function.
  joinSignals(signals, call);
  try {
    const { response, text, data, error } = await context.transport.run(call);
    if (!response.ok) throw error ?? toResponseError(response, text, { ...call.facts(), now: context.now() });
    return { data, response, attempts: call.attempts };
  } finally {
    leaveSignals(signals, call);
  }
}
