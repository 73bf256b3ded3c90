import { LazyCall } from './close-call.ts';
import type { CloseCall } from './close-call.ts';
import { prepareCall } from './prepare-call.ts';

/**
 * Creates the call of an operation without pages; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callOperation(close: object, row: string, values: readonly unknown[]): CloseCall<unknown> {
  return new LazyCall(prepareCall(close, row, values).send);
}
