import { LazyList } from './close-list.ts';
import type { CloseList } from './close-list.ts';
import { contextOf } from '../operations/connection-context.ts';
import { parseArguments } from '../operations/arguments.ts';
import type { OperationArguments } from '../operations/arguments.ts';
import type { Operation } from '../operations/operation.ts';
import { paginate } from './paginate.ts';
import { parseOperation } from '../operations/parse-operations.ts';
import { sendOperation } from '../operations/send-operation.ts';

/**
 * Makes the call of one list; nothing is sent yet.
 *
 * @param close - The client or connection to call with.
 * @param row - The operation, or its row of the table.
 * @param values - Its arguments as given.
 * @returns The list.
 * @throws TypeError naming the argument that is wrong.
 */
export function callList(
  close: object,
  row: Operation | string,
  values: readonly unknown[],
): CloseList<unknown, unknown> {
  const operation = typeof row === 'string' ? parseOperation(row) : row;
  const context = contextOf(close, operation.id);
  const args = parseArguments(operation, values);
  const send = (changed: OperationArguments) => sendOperation(operation, changed, context);
  const walk = { operation, args, send };
  return new LazyList(
    () => send(args),
    (stop) => paginate(walk, stop),
  );
}
