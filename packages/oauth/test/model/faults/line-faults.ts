import { enter, withMarks, withWorker } from '../model-state.ts';
import type { ModelState, Wire } from '../model-state.ts';
import { giveUp } from '../steps/receive.ts';
import type { Turn } from '../turn.ts';
import type { WorkerFault } from './fault.ts';

/** What may happen to a request and its response. */
export const lineFaults: readonly WorkerFault[] = [
  {
    kind: 'request lost',
    name: 'loses the connection before the request arrives',
    isPossible: (turn) => isRunningWith(turn, 'request'),
    act: ({ state, index }) => withWorker(state, index, enter('unanswered', { wire: 'none' })),
  },
  {
    kind: 'request vanishes',
    name: 'sends into a black hole',
    isPossible: (turn) => isRunningWith(turn, 'request'),
    act: ({ state, index }) => withWorker(state, index, { wire: 'black hole' }),
  },
  {
    kind: 'request travels on',
    name: 'loses the connection, the request travels on',
    isPossible: (turn) => isRunningWith(turn, 'request'),
    act: giveUp,
  },
  {
    kind: 'reply lost',
    name: 'loses the connection before the reply',
    isPossible: (turn) => isRunningWith(turn, 'reply'),
    act: (turn) => withWorker(loseReply(turn), turn.index, enter('unanswered', { wire: 'none', pair: 0 })),
  },
  {
    kind: 'reply lost',
    name: 'waits for a reply that vanished',
    isPossible: (turn) => isRunningWith(turn, 'reply'),
    act: (turn) => withWorker(loseReply(turn), turn.index, { wire: 'black hole', pair: 0 }),
  },
  {
    kind: 'late answer',
    name: 'loses its patience too early',
    isPossible: (turn) =>
      (isRunningWith(turn, 'request') || isRunningWith(turn, 'reply')) &&
      turn.worker.ticks >= turn.scenario.rules.patience,
    act: giveUp,
  },
];

function isRunningWith({ worker }: Turn, wire: Wire): boolean {
  return worker.pausedFor < 0 && worker.wire === wire;
}

function loseReply({ state, worker }: Turn): ModelState {
  return withMarks(state, { undelivered: worker.pair > 0 ? 'lost' : state.marks.undelivered });
}
