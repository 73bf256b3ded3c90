import { LazyCall } from './close-call.ts';
import type { CloseCall } from './close-call.ts';
import { planGet } from './plan.ts';
import { prepareCall } from './prepare-call.ts';

/**
 * Creates the call of a GET without pages; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callGet(close: object, row: string, values: readonly unknown[]): CloseCall<unknown> {
  return new LazyCall(prepareCall(close, planGet(row), values).send);
}
