import type { ModelState, Worker } from './model-state.ts';
import type { Scenario } from './scenario.ts';

/** One worker of a state, with all that its steps depend on. */
export interface Turn {
  readonly state: ModelState;
  readonly index: number;
  readonly worker: Worker;
  readonly scenario: Scenario;
}
