import { enter, finish, withMarks, withWorker } from '../model-state.ts';
import type { ModelState } from '../model-state.ts';
import { canWrite, writePair } from '../store.ts';
import type { Turn } from '../turn.ts';
import type { Step } from './step.ts';

/** Step 8: stores the pair where the store still holds the spent token, over any lease and dead mark. */
export const storePair: Step = {
  name: 'stores the pair',
  isDue: ({ worker }) => worker.due,
  act: (turn) => {
    const { state, index, worker } = turn;
    if (!canWrite(turn)) return withWorker(state, index, { due: false });
    if (isFenced(turn)) return dropPair(turn);
    const isSpent = state.record.token === worker.token;
    const stored = isSpent ? writePair(state, index, worker.pair) : state;
    return endFlight({ ...turn, state: stored });
  },
};

/** The flight is over when the store holds its pair; another needs a newer one. */
function endFlight({ state, index, worker, scenario }: Turn): ModelState {
  const isServed = state.record.token === worker.pair && worker.pair > (scenario.expiries ?? 1);
  const next = isServed ? finish('done') : enter('read', { pair: 0 });
  return withWorker(state, index, next);
}

function isFenced({ state, index, scenario }: Turn): boolean {
  return scenario.rules.storeWhere === 'own lease' && state.record.lease?.owner !== index;
}

function dropPair({ state, index }: Turn): ModelState {
  const dropped = withMarks(state, { undelivered: 'thrown away' });
  return withWorker(dropped, index, enter('read', { pair: 0 }));
}
