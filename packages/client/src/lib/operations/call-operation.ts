import { LazyCall } from './close-call.ts';
import type { CloseCall } from './close-call.ts';
import { planOf } from './plan.ts';
import { prepareCall } from './prepare-call.ts';
import { writeRules } from './write-rules.ts';

/**
 * Creates the call of an operation without pages; nothing is sent yet. `callGet` is enough for a GET.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callOperation(close: object, row: string, values: readonly unknown[]): CloseCall<unknown> {
  return new LazyCall(prepareCall(close, planOf(row, writeRules), values).send);
}
