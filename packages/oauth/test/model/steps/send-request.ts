import { enter, isFinished, withMarks, withWorker } from '../model-state.ts';
import type { Turn } from '../turn.ts';
import type { Step } from './step.ts';

/** Step 5: sends the refresh token. */
export const sendRequest: Step = {
  name: 'sends',
  isDue: () => true,
  act: (turn) => {
    const { state, index, worker } = turn;
    const double = state.marks.double || isInUse(turn);
    const sent = Math.max(state.marks.sent, worker.token);
    const sendings = worker.sendings + 1;
    const listening = enter('listen', { wire: 'request', sendings, due: false });
    return withWorker(withMarks(state, { double, sent }), index, listening);
  },
};

/** Another living worker has this token out, or holds its unsaved successor. */
function isInUse({ state, index, worker }: Turn): boolean {
  return state.workers.some((other, at) => {
    if (at === index || isFinished(other) || other.token !== worker.token) return false;
    return other.place === 'listen' || other.pair > 0;
  });
}
