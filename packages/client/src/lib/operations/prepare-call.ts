import type { CloseResponse } from './close-call.ts';
import { contextOf } from './connection-context.ts';
import { parseArguments } from './arguments.ts';
import type { OperationArguments } from './arguments.ts';
import type { Operation } from './operation.ts';
import { parseOperation } from './parse-operations.ts';
import { sendOperation } from './send-operation.ts';

/** A checked call that has not been sent. */
export interface PreparedCall {
  readonly operation: Operation;
  readonly args: OperationArguments;
  readonly send: (args: OperationArguments) => Promise<CloseResponse<unknown>>;
}

/**
 * Checks the arguments of a call; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function prepareCall(
  close: object,
  row: Operation | string,
  values: readonly unknown[],
): PreparedCall {
  const operation = typeof row === 'string' ? parseOperation(row) : row;
  const context = contextOf(close, operation.id);
  const args = parseArguments(operation, values);
  return { operation, args, send: (sent) => sendOperation(operation, sent, context) };
}
