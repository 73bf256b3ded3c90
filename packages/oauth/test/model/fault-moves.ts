import { allFaults } from './fault-kinds.ts';
import type { FaultKind } from './fault-kinds.ts';
import { lineFaults } from './faults/line-faults.ts';
import { processFaults } from './faults/process-faults.ts';
import { sharedFaults } from './faults/shared-faults.ts';
import { writeFaults } from './faults/write-faults.ts';
import type { ModelState, Move } from './model-state.ts';
import type { Scenario } from './scenario.ts';
import type { Turn } from './turn.ts';

const workerFaults = [...processFaults, ...writeFaults, ...lineFaults];

/** Lists the faults of one worker that may happen now. */
export function faultMoves(turn: Turn): Move[] {
  const { state, index, scenario } = turn;
  if (state.faults.length >= scenario.faults) return [];
  return workerFaults
    .filter((fault) => isOn(scenario, fault.kind) && fault.isPossible(turn))
    .map((fault) => ({ name: `! ${fault.name}`, index, next: count(fault.act(turn), fault.kind) }));
}

/** Lists the faults of store, clock and machine that may happen now. */
export function sharedFaultMoves(state: ModelState, scenario: Scenario): Move[] {
  if (state.faults.length >= scenario.faults) return [];
  return sharedFaults
    .filter((fault) => isOn(scenario, fault.kind) && fault.isPossible(state))
    .map((fault) => ({ name: `! ${fault.name}`, next: count(fault.act(state, scenario), fault.kind) }));
}

function isOn({ only = allFaults }: Scenario, kind: FaultKind): boolean {
  return only.includes(kind);
}

function count(state: ModelState, kind: FaultKind): ModelState {
  return { ...state, faults: [...state.faults, kind].toSorted() };
}
