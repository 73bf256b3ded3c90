import type { OperationArguments } from './arguments.ts';
import type { CloseResponse } from './close-call.ts';
import type { PreparedCall } from './prepare-call.ts';
import { sendOperation } from './send-operation.ts';
import { toCallRequest } from './to-call-request.ts';

/** Sends a call with other arguments, until the caller's signal or `stop` aborts. */
export function sendAgain(
  { plan, context }: PreparedCall,
  args: OperationArguments,
  stop: AbortSignal,
): Promise<CloseResponse<unknown>> {
  const request = toCallRequest(plan, args, context.defaults);
  return sendOperation(request, context, [args.options.signal, stop]);
}
