import { lateWriteMoves, lineMoves, strayMoves } from './carry-messages.ts';
import { faultMoves, sharedFaultMoves } from './fault-moves.ts';
import { isFinished } from './model-state.ts';
import type { ModelState, Move } from './model-state.ts';
import { timeMoves } from './pass-time.ts';
import { recoveryMoves, storeRecoveryMoves } from './recoveries.ts';
import type { Scenario } from './scenario.ts';
import { workerMoves } from './worker-moves.ts';

/** Lists all that may happen next: steps, messages, recoveries, faults, and the passing of time. */
export function nextMoves(state: ModelState, scenario: Scenario): Move[] {
  const messages = [...strayMoves(state, scenario), ...lateWriteMoves(state, scenario)];
  if (state.workers.every(isFinished)) return messages;
  const own: Move[] = [];
  const others = [...messages, ...storeRecoveryMoves(state), ...sharedFaultMoves(state, scenario)];
  state.workers.forEach((worker, index) => {
    if (isFinished(worker)) return;
    const turn = { state, index, worker, scenario };
    own.push(...workerMoves(turn));
    others.push(...lineMoves(turn), ...recoveryMoves(turn), ...faultMoves(turn));
  });
  // Workers do what is due within the heartbeat.
  return own.length > 0 ? [...own, ...others] : [...others, ...timeMoves(state, scenario)];
}
