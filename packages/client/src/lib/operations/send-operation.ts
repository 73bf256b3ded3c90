import { Call } from '../transport/call.ts';
import type { CallRequest } from '../transport/call.ts';
import { runCall } from '../transport/run-call.ts';
import type { Runner } from '../transport/run-call.ts';
import type { CloseResponse } from './close-call.ts';
import type { RequestDefaults } from './to-call-request.ts';

/** The transport of a client, and what all its requests share. */
export interface OperationContext extends Runner {
  readonly defaults: RequestDefaults;
}

/**
 * Sends one operation. Only an ok response is success; any other is an error.
 *
 * @throws CloseApiError with any code.
 */
export async function sendOperation(
  request: CallRequest,
  context: OperationContext,
  signals: readonly (AbortSignal | undefined)[],
): Promise<CloseResponse<unknown>> {
  const call = new Call(request, context.clock);
  const { response, data, error } = await runCall(call, context, signals);
  if (error) throw error;
  return { data, response, attempts: call.attempts };
}
