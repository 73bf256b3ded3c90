import { enter, withWorker } from '../model-state.ts';
import type { LateWrite, ModelState, Place } from '../model-state.ts';
import { planWatch, restartGap } from '../steps/watch-lease.ts';
import { canWrite, delayWrite, writeLease, writePair, writeRound } from '../store.ts';
import type { Turn } from '../turn.ts';
import type { WorkerFault } from './fault.ts';

/** What may happen to a write: it fails, it lands without a confirmation, or it lands late. */
export const writeFaults: readonly WorkerFault[] = [
  {
    kind: 'failed write',
    name: 'takes the lease without a confirmation',
    isPossible: (turn) => isWriting(turn, 'take') && !turn.worker.overwritten,
    act: (turn) => readLater(turn, writeLease(turn.state, turn.index, turn.scenario.rules)),
  },
  {
    kind: 'late write',
    name: 'has its lease on the way',
    isPossible: (turn) => isWriting(turn, 'take') && !turn.worker.overwritten,
    act: (turn) => readLater(turn, delay(turn, 'lease')),
  },
  {
    kind: 'failed write',
    name: 'fails to add its round',
    isPossible: isAddingRound,
    act: restartGap,
  },
  {
    kind: 'failed write',
    name: 'adds its round without a confirmation',
    isPossible: isAddingRound,
    act: (turn) => writeRound(restartGap(turn), turn.index),
  },
  {
    kind: 'late write',
    name: 'has its round on the way',
    isPossible: isAddingRound,
    act: (turn) => delay({ ...turn, state: restartGap(turn) }, 'round'),
  },
  {
    kind: 'failed write',
    name: 'fails to beat',
    isPossible: (turn) => isWriting(turn, 'listen'),
    act: (turn) => tried(turn, turn.state),
  },
  {
    kind: 'late write',
    name: 'has its beat on the way',
    isPossible: (turn) => isWriting(turn, 'listen'),
    act: (turn) => tried(turn, delay(turn, 'beat')),
  },
  {
    kind: 'failed write',
    name: 'fails to store its pair',
    isPossible: isStoring,
    act: (turn) => tried(turn, turn.state),
  },
  {
    kind: 'failed write',
    name: 'stores its pair without a confirmation',
    isPossible: isStoring,
    act: (turn) => tried(turn, writePair(turn.state, turn.index, turn.worker.pair)),
  },
  {
    kind: 'late write',
    name: 'has its pair on the way',
    isPossible: isStoring,
    act: (turn) => tried(turn, delay(turn, 'pair')),
  },
];

function isWriting(turn: Turn, place: Place): boolean {
  const { worker } = turn;
  return worker.pausedFor < 0 && worker.place === place && worker.due && canWrite(turn);
}

function isAddingRound(turn: Turn): boolean {
  return isWriting(turn, 'watch') && planWatch(turn) === 'add a round';
}

function isStoring(turn: Turn): boolean {
  return isWriting(turn, 'store') && turn.state.record.token === turn.worker.token;
}

function delay({ state, index, worker }: Turn, kind: LateWrite['kind']): ModelState {
  return delayWrite(state, { kind, by: index, pair: kind === 'pair' ? worker.pair : 0 });
}

function readLater({ index }: Turn, state: ModelState): ModelState {
  return withWorker(state, index, enter('read', { due: false }));
}

function tried({ index }: Turn, state: ModelState): ModelState {
  return withWorker(state, index, { due: false });
}
