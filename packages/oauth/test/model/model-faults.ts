import { serve } from './model-steps.ts';
import { finished, withWorker } from './refresh-model.ts';
import type { Marks, ModelOptions, ModelState, ModelWorker, Move, Place } from './refresh-model.ts';

// After the check, others see of a paused worker only an expired lease and a token that may be spent.
const window: ReadonlySet<Place> = new Set(['send', 'flying', 'no reply', 'judge', 'store pair']);
const writes: ReadonlySet<Place> = new Set(['take lease', 'store pair']);

/** Lists every possible fault. */
export function faultMoves(state: ModelState, options: ModelOptions): Move[] {
  if (state.budget === 0) return [];
  const left = { ...state, budget: state.budget - 1 };
  return state.workers.flatMap((worker, index) => {
    if (finished.has(worker.place)) return [];
    return [
      ...kills(left, index, worker),
      ...pauses(left, index, worker),
      ...losses(left, { index, worker, options }),
      ...storeFailures(left, index, worker),
    ].map((fault) => ({ ...fault, name: `${index} ${fault.name}` }));
  });
}

function kills(state: ModelState, index: number, worker: ModelWorker): Move[] {
  const stray = worker.place === 'flying' ? [...state.stray, worker.spent] : state.stray;
  const marked = mark({ ...state, stray }, { ambiguous: true, fatal: state.marks.fatal || worker.pair > 0 });
  return [
    { name: 'is killed', next: withWorker(marked, index, { place: 'killed', pair: 0, paused: false }) },
  ];
}

function pauses(state: ModelState, index: number, worker: ModelWorker): Move[] {
  if (worker.paused) return [];
  const lease = state.lease?.owner === index ? ({ owner: index, state: 'over' } as const) : state.lease;
  const pausedInWindow = state.marks.pausedInWindow || window.has(worker.place);
  const marked = mark({ ...state, lease }, { ambiguous: true, pausedInWindow });
  return [{ name: 'is paused for longer than a lease', next: withWorker(marked, index, { paused: true }) }];
}

interface Sending {
  readonly index: number;
  readonly worker: ModelWorker;
  readonly options: ModelOptions;
}

function losses(state: ModelState, { index, worker, options }: Sending): Move[] {
  if (worker.place !== 'flying' || worker.paused) return [];
  const ambiguous = mark(state, { ambiguous: true });
  const { next, pair } = serve(ambiguous, worker.spent, options);
  const unanswered = mark(next, { fatal: next.marks.fatal || pair > 0 });
  const late = { ...ambiguous, stray: [...state.stray, worker.spent] };
  return [
    { name: 'loses the request', next: withWorker(ambiguous, index, { place: 'no reply' }) },
    { name: 'loses the reply', next: withWorker(unanswered, index, { place: 'no reply' }) },
    { name: 'gives up before the request arrives', next: withWorker(late, index, { place: 'no reply' }) },
  ];
}

function storeFailures(state: ModelState, index: number, worker: ModelWorker): Move[] {
  if (!writes.has(worker.place) || worker.paused) return [];
  if (worker.place === 'take lease') {
    const failed = withWorker(state, index, { place: 'failed for now' });
    const free = state.lease === null || state.lease.state === 'over' || state.lease.owner === index;
    const landed: ModelState = { ...failed, lease: { owner: index, state: 'live' } };
    const silent = { name: 'takes the lease unknowingly', next: landed };
    return [{ name: 'cannot write', next: failed }, ...(free && !state.dead ? [silent] : [])];
  }
  const again: Move = { name: 'cannot write', next: state };
  if (state.stored !== worker.spent) return [again];
  const landed: ModelState = { ...state, stored: worker.pair, dead: false, lease: null };
  return [again, { name: 'stores the pair unknowingly', next: landed }];
}

function mark(state: ModelState, marks: Partial<Marks>): ModelState {
  return { ...state, marks: { ...state.marks, ...marks } };
}
