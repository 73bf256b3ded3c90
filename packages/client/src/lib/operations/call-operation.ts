import { LazyCall } from './close-call.ts';
import type { CloseCall } from './close-call.ts';
import { contextOf } from './connection-context.ts';
import { parseArguments } from './arguments.ts';
import type { Operation } from './operation.ts';
import { parseOperation } from './parse-operations.ts';
import { sendOperation } from './send-operation.ts';

/**
 * Makes the call of one operation without pages; nothing is sent yet.
 *
 * @param close - The client or connection to call with.
 * @param row - The operation, or its row of the table.
 * @param values - Its arguments as given.
 * @returns The call.
 * @throws TypeError naming the argument that is wrong.
 */
export function callOperation(
  close: object,
  row: Operation | string,
  values: readonly unknown[],
): CloseCall<unknown> {
  const operation = typeof row === 'string' ? parseOperation(row) : row;
  const context = contextOf(close, operation.id);
  const args = parseArguments(operation, values);
  return new LazyCall(() => sendOperation(operation, args, context));
}
