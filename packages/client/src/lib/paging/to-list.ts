import type { Plan } from '../operations/plan.ts';
import { prepareCall } from '../operations/prepare-call.ts';
import { sendAgain } from '../operations/send-again.ts';
import { LazyList } from './close-list.ts';
import type { CloseList } from './close-list.ts';
import { paginate } from './paginate.ts';
import type { Walk } from './paginate.ts';

/** Creates the list of a plan. */
export function toList(close: object, plan: Plan, values: readonly unknown[]): CloseList<unknown, unknown> {
  const call = prepareCall(close, plan, values);
  const walk: Walk = {
    operation: plan.operation,
    args: call.args,
    sendWith: (args, stop) => sendAgain(call, args, stop),
  };
  return new LazyList(call.send, (stop) => paginate(walk, stop));
}
