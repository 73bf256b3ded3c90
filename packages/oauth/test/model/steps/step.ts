import type { ModelState, Turn } from '../model-state.ts';

/** Something that a running worker does in the heartbeat in which it is possible. */
export interface Step {
  readonly name: string;
  readonly isDue: (turn: Turn) => boolean;
  readonly act: (turn: Turn) => ModelState;
}
