import { enter, withWorker } from '../model-state.ts';
import { canWrite, writeLease } from '../store.ts';
import type { Step } from './step.ts';

/** Step 2: takes a lease that is free, or whose holder is silent. */
export const takeLease: Step = {
  name: 'takes the lease',
  isDue: () => true,
  act: (turn) => {
    const { state, index, worker, scenario } = turn;
    if (!canWrite(turn)) return withWorker(state, index, enter('read', { due: false }));
    if (worker.overwritten) return withWorker(state, index, enter('read'));
    const taken = writeLease(state, index, scenario.rules);
    const again = taken.record.lease?.attempt === 2;
    return withWorker(taken, index, enter('check', { again, hindrance: 'none' }));
  },
};
