import { planOf } from '../operations/plan.ts';
import { writeRules } from '../operations/write-rules.ts';
import type { CloseList } from './close-list.ts';
import { toList } from './to-list.ts';

/**
 * Creates the call of a list; nothing is sent yet. `callGetList` is enough for a GET.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callList(
  close: object,
  row: string,
  values: readonly unknown[],
): CloseList<unknown, unknown> {
  return toList(close, planOf(row, writeRules), values);
}
