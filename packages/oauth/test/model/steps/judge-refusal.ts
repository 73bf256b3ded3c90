import { ended, enter, finish, withWorker } from '../model-state.ts';
import type { ModelState } from '../model-state.ts';
import { canRead, canWrite, isOwnLease, writeRecord } from '../store.ts';
import type { Turn } from '../turn.ts';
import { beat } from './beat.ts';
import type { Step } from './step.ts';

/** Step 10: reads again after a refusal, and marks the grant dead when nothing explains it. */
export const judgeRefusal: Step = {
  name: 'judges the refusal',
  isDue: ({ worker }) => worker.due,
  act: (turn) => {
    const { state, index, worker } = turn;
    if (!canRead(turn)) return withWorker(state, index, { due: false });
    if (turn.scenario.rules.readsAgain && isExplained(turn))
      return withWorker(state, index, enter('read', { pair: 0 }));
    const grace = worker.again ? turn.scenario.rules.grace : 0;
    if (worker.ticks < grace) return beat.act(turn);
    return canWrite(turn) ? markDead(turn) : withWorker(state, index, { due: false });
  },
};

function isExplained(turn: Turn): boolean {
  const { token, dead, lease } = turn.state.record;
  if (token !== turn.worker.token || dead) return true;
  return lease !== null && lease.expiresIn !== ended && !isOwnLease(turn);
}

function markDead({ state, index }: Turn): ModelState {
  const marked = writeRecord(state, index, { dead: true, lease: null });
  return withWorker(marked, index, finish('told to connect again'));
}
