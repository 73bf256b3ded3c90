import { withWorker } from '../model-state.ts';
import { canWrite, writeBeat } from '../store.ts';
import type { Step } from './step.ts';

/** Step 6: renews the lease while the request is open. */
export const beat: Step = {
  name: 'beats',
  isDue: ({ worker }) => worker.due,
  act: (turn) => {
    const { state, index, scenario } = turn;
    const tried = withWorker(state, index, { due: false });
    if (!canWrite(turn)) return tried;
    return writeBeat(withWorker(tried, index, { hindrance: 'none' }), index, scenario.rules);
  },
};
