import type { FaultKind } from '../fault-kinds.ts';
import type { ModelState } from '../model-state.ts';
import type { Scenario } from '../scenario.ts';
import type { Turn } from '../turn.ts';

/** A fault of one worker, its connection or its write. It may happen at any moment in which it is possible. */
export interface WorkerFault {
  readonly kind: FaultKind;
  readonly name: string;
  readonly isPossible: (turn: Turn) => boolean;
  readonly act: (turn: Turn) => ModelState;
}

/** A fault of something that all workers share. */
export interface SharedFault {
  readonly kind: FaultKind;
  readonly name: string;
  readonly isPossible: (state: ModelState) => boolean;
  readonly act: (state: ModelState, scenario: Scenario) => ModelState;
}
