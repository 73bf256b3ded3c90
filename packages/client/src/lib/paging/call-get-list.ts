import { planOf } from '../operations/plan.ts';
import type { CloseList } from './close-list.ts';
import { toList } from './to-list.ts';

/**
 * Creates the call of a list that is a GET; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callGetList(
  close: object,
  row: string,
  values: readonly unknown[],
): CloseList<unknown, unknown> {
  return toList(close, planOf(row), values);
}
