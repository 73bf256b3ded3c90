import { prepareCall } from '../operations/prepare-call.ts';
import { LazyList } from './close-list.ts';
import type { CloseList } from './close-list.ts';
import { paginate } from './paginate.ts';

/**
 * Creates the call of a list; nothing is sent yet.
 *
 * @throws TypeError naming the wrong argument.
 */
export function callList(
  close: object,
  row: string,
  values: readonly unknown[],
): CloseList<unknown, unknown> {
  const call = prepareCall(close, row, values);
  return new LazyList(call.send, (stop) => paginate(call, stop));
}
