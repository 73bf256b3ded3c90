import type { ModelState } from './model-state.ts';
import type { Reuse } from './scenario.ts';

/** The server after a request, and the token of the pair that it issued, or -1 for a refusal. */
export interface Served {
  readonly next: ModelState;
  readonly pair: number;
}

/** Serves a refresh token, strictly or with a replay. */
export function serve(state: ModelState, token: number, reuse: Reuse): Served {
  if (state.alive && state.live === token) return { next: { ...state, live: token + 1 }, pair: token + 1 };
  const replays = state.alive && reuse === 'replays the pair' && state.live === token + 1;
  if (replays) return { next: state, pair: state.live };
  return { next: { ...state, alive: state.alive && reuse !== 'ends the grant' }, pair: -1 };
}
