import { withWorker } from './model-state.ts';
import type { ModelState, Move } from './model-state.ts';
import { giveUp } from './steps/receive.ts';
import type { Turn } from './turn.ts';

/** Lists the ends of a worker's pause and partition, which may come at any moment. */
export function recoveryMoves(turn: Turn): Move[] {
  const { state, index, worker } = turn;
  const moves: Move[] = [];
  if (worker.pausedFor >= 0) moves.push({ name: 'goes on', index, next: goOn(turn) });
  if (worker.cutOffFor >= 0) {
    moves.push({ name: 'reaches the store again', index, next: withWorker(state, index, { cutOffFor: -1 }) });
  }
  return moves;
}

/** Lists the end of an outage of the store. */
export function storeRecoveryMoves(state: ModelState): Move[] {
  if (state.outage === 'none') return [];
  return [{ name: 'the store works again', next: { ...state, outage: 'none' } }];
}

/** Step 7: sockets before timers, or a response that waits is thrown away. */
function goOn(turn: Turn): ModelState {
  const { state, index, worker, scenario } = turn;
  const awake = withWorker(state, index, { pausedFor: -1 });
  const isLate = worker.place === 'listen' && worker.ticks >= scenario.rules.patience;
  return isLate && !scenario.rules.socketsFirst ? giveUp({ ...turn, state: awake }) : awake;
}
