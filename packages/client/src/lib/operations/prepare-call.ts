import { parseArguments } from './arguments.ts';
import type { OperationArguments } from './arguments.ts';
import type { CloseResponse } from './close-call.ts';
import { contextOf } from './connection-context.ts';
import type { Plan } from './plan.ts';
import { sendOperation } from './send-operation.ts';
import type { OperationContext } from './send-operation.ts';
import { toCallRequest } from './to-call-request.ts';

/** A checked call that has not been sent. */
export interface PreparedCall {
  readonly plan: Plan;
  readonly context: OperationContext;
  readonly args: OperationArguments;
  /** Sends the call as it was checked. */
  readonly send: () => Promise<CloseResponse<unknown>>;
}

/**
 * Checks and serialises a call; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function prepareCall(close: object, plan: Plan, values: readonly unknown[]): PreparedCall {
  const context = contextOf(close, plan.operation.id);
  const args = parseArguments(plan, values);
  const request = toCallRequest(plan, args, context.defaults);
  return { plan, context, args, send: () => sendOperation(request, context, [args.options.signal]) };
}
