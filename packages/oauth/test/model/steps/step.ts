import type { ModelState } from '../model-state.ts';
import type { Turn } from '../turn.ts';

/** Something that a running worker does in the heartbeat in which it is possible. */
export interface Step {
  readonly name: string;
  readonly isDue: (turn: Turn) => boolean;
  readonly act: (turn: Turn) => ModelState;
}
