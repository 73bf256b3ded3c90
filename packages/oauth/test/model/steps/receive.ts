import { enter, withMarks, withWorker } from '../model-state.ts';
import type { ModelState } from '../model-state.ts';
import type { Turn } from '../turn.ts';
import type { Step } from './step.ts';

/** Step 5: reads the response from the socket. */
export const receive: Step = {
  name: 'receives the response',
  isDue: ({ worker }) => worker.wire === 'socket',
  act: ({ state, index, worker }) => {
    const isRefused = worker.pair < 0;
    const next = isRefused ? enter('judge', { wire: 'none', pair: 0 }) : enter('store', { wire: 'none' });
    return withWorker(state, index, next);
  },
};

/** Step 5: ends a request of which nothing is to come. */
export const runOutOfPatience: Step = {
  name: 'runs out of patience',
  isDue: ({ worker, scenario }) => worker.wire === 'black hole' && worker.ticks >= scenario.rules.patience,
  act: (turn) => giveUp(turn),
};

/** Gives a request up, wherever it is. Its response, if any, is thrown away. */
export function giveUp({ state, index, worker }: Turn): ModelState {
  const strays = worker.wire === 'request' ? [...state.strays, worker.token] : state.strays;
  const fate = worker.wire === 'socket' ? 'thrown away' : 'too late';
  const undelivered = worker.pair > 0 ? fate : state.marks.undelivered;
  const marked = withMarks({ ...state, strays }, { undelivered });
  return withWorker(marked, index, enter('unanswered', { wire: 'none', pair: 0 }));
}
