import { finish, withMarks, withWorker } from '../model-state.ts';
import type { WorkerFault } from './fault.ts';

/** What may happen to a process. */
export const processFaults: readonly WorkerFault[] = [
  {
    kind: 'kill',
    name: 'is killed',
    isPossible: () => true,
    act: ({ state, index, worker }) => {
      const strays = worker.wire === 'request' ? [...state.strays, worker.token] : state.strays;
      const undelivered = worker.pair > 0 ? 'lost' : state.marks.undelivered;
      return withWorker(withMarks({ ...state, strays }, { undelivered }), index, finish('killed'));
    },
  },
  {
    kind: 'pause',
    name: 'stands still',
    isPossible: ({ worker, scenario }) =>
      worker.pausedFor < 0 && (scenario.pauseAt?.includes(worker.place) ?? true),
    act: ({ state, index }) => withWorker(state, index, { pausedFor: 0, hindrance: 'stalled' }),
  },
  {
    kind: 'partition',
    name: 'alone is cut off from the store',
    isPossible: ({ state, worker }) =>
      worker.pausedFor < 0 && worker.cutOffFor < 0 && state.outage === 'none',
    act: ({ state, index }) => withWorker(state, index, { cutOffFor: 0, hindrance: 'cut off' }),
  },
];
