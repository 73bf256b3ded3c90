import type { Plan } from '../operations/plan.ts';
import { prepareCall } from '../operations/prepare-call.ts';
import { LazyList } from './close-list.ts';
import type { CloseList } from './close-list.ts';
import { paginate } from './paginate.ts';

/** Creates the list of a plan. */
export function toList(close: object, plan: Plan, values: readonly unknown[]): CloseList<unknown, unknown> {
  const call = prepareCall(close, plan, values);
  return new LazyList(call.send, (stop) => paginate(call, stop));
}
