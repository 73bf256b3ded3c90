import { ended, enter, finish, withWorker } from '../model-state.ts';
import type { ModelState } from '../model-state.ts';
import { canRead, isOwnLease } from '../store.ts';
import type { Turn } from '../turn.ts';
import type { Step } from './step.ts';

/** Step 1: reads the record, and adopts, ends, takes the lease or watches it. */
export const readRecord: Step = {
  name: 'reads',
  isDue: ({ worker }) => worker.due,
  act: (turn) => {
    if (!canRead(turn)) return withWorker(turn.state, turn.index, { due: false });
    return decide(turn);
  },
};

/** Decides what to do with the record just read. */
export function decide(turn: Turn): ModelState {
  const { state, index, worker, scenario } = turn;
  const { token, dead, lease } = state.record;
  if (token > (scenario.expiries ?? 1)) return withWorker(state, index, finish('done'));
  if (dead) return withWorker(state, index, finish('told to connect again'));
  const sendings = worker.token === token ? worker.sendings : 0;
  const isFree = lease === null || lease.expiresIn === ended || isOwnLease(turn);
  const next = isFree ? enter('take', { token, sendings }) : enter('watch', { token, sendings, due: false });
  return withWorker(state, index, next);
}
