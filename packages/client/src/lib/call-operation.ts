import { LazyCall, type CloseCall } from './close-call.ts';
import { LazyList } from './close-list.ts';
import { parseArguments, type OperationArguments } from './operation-arguments.ts';
import type { Operation } from './operation.ts';
import { paginate } from './paginate.ts';
import { sendOperation, type OperationContext } from './send-operation.ts';

/**
 * Makes the call of one operation; nothing is sent yet.
 *
 * @param operation The operation.
 * @param values Its arguments as given.
 * @param context The transport and its defaults.
 * @returns A call, or a list when the operation has pages.
 * @throws TypeError naming the argument that is wrong.
 */
export function callOperation(
  operation: Operation,
  values: readonly unknown[],
  context: OperationContext,
): CloseCall<unknown> {
  const args = parseArguments(operation, values);
  const send = (changed: OperationArguments) => sendOperation(operation, changed, context);
  if (!operation.pages) return new LazyCall(() => send(args));
  const walk = { operation, args, send };
  return new LazyList(
    () => send(args),
    (stop) => paginate(walk, stop),
  );
}
