import { ended, enter, finish, withWorker } from '../model-state.ts';
import type { ModelState } from '../model-state.ts';
import { canWrite, writeRecord } from '../store.ts';
import type { Turn } from '../turn.ts';
import type { Step } from './step.ts';

/** Step 9: repeats a request without a response, up to the limit. */
export const repeat: Step = {
  name: 'repeats or gives up',
  isDue: () => true,
  act: (turn) => {
    const { state, index, worker, scenario } = turn;
    if (worker.sendings < scenario.rules.sendings) return withWorker(state, index, enter('read'));
    return withWorker(releaseLease(turn), index, finish('failed for now'));
  },
};

function releaseLease(turn: Turn): ModelState {
  const { state, index } = turn;
  const { lease } = state.record;
  if (!canWrite(turn) || lease?.owner !== index) return state;
  return writeRecord(state, index, { lease: { ...lease, expiresIn: ended } });
}
