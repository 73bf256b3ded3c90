import { isFinished } from '../model-state.ts';
import type { ModelState, Worker } from '../model-state.ts';
import type { Rules } from '../rules.ts';
import { watchLimit } from '../steps/watch-lease.ts';
import type { SharedFault } from './fault.ts';

/** What may happen to the store, the clock and the machine. */
export const sharedFaults: readonly SharedFault[] = [
  {
    kind: 'store down',
    name: 'the store is down',
    isPossible: ({ outage }) => outage === 'none',
    act: (state) => ({ ...state, outage: 'down' }),
  },
  {
    kind: 'no writes',
    name: 'the store takes no writes',
    isPossible: ({ outage }) => outage === 'none',
    act: (state) => ({ ...state, outage: 'no writes' }),
  },
  {
    kind: 'clock step',
    name: 'the clock steps forwards',
    isPossible: hasLease,
    act: (state) => withExpiry(state, 0),
  },
  {
    kind: 'clock step',
    name: 'the clock steps backwards',
    isPossible: hasLease,
    act: (state, { rules }) => withExpiry(state, rules.lease + 2),
  },
  {
    kind: 'sleep',
    name: 'the machine sleeps',
    isPossible: ({ record }) => record.lease !== null,
    act: (state, { rules }) => {
      const workers = state.workers.map((worker) => (isFinished(worker) ? worker : oversleep(worker, rules)));
      return { ...(hasLease(state) ? withExpiry(state, 0) : state), workers };
    },
  },
];

function hasLease({ record }: ModelState): boolean {
  return record.lease !== null && record.lease.expiresIn > 0;
}

function withExpiry(state: ModelState, expiresIn: number): ModelState {
  const { lease } = state.record;
  return lease === null ? state : { ...state, record: { ...state.record, lease: { ...lease, expiresIn } } };
}

/** To those who measure a time, it is over: the clock runs on while the machine sleeps. */
function oversleep(worker: Worker, rules: Rules): Worker {
  if (worker.place === 'watch') return { ...worker, ticks: watchLimit(rules), due: true };
  if (worker.place === 'check') return { ...worker, ticks: rules.sendWithin + 1 };
  return worker;
}
