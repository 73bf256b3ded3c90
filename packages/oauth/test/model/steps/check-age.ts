import { enter, withWorker } from '../model-state.ts';
import type { Step } from './step.ts';

/** Step 4: sends only with a lease that was written just now. */
export const checkAge: Step = {
  name: 'checks the age of its lease',
  isDue: () => true,
  act: ({ state, index, worker, scenario }) => {
    const isYoung = worker.ticks <= scenario.rules.sendWithin;
    return withWorker(state, index, enter(isYoung ? 'send' : 'read'));
  },
};
