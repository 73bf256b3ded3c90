import { LazyCall } from './close-call.ts';
import type { CloseCall } from './close-call.ts';
import type { Operation } from './operation.ts';
import { prepareCall } from './prepare-call.ts';

/**
 * Creates the call of an operation without pages; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callOperation(
  close: object,
  row: Operation | string,
  values: readonly unknown[],
): CloseCall<unknown> {
  const { args, send } = prepareCall(close, row, values);
  return new LazyCall(() => send(args));
}
