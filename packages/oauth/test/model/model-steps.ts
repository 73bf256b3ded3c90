import { finished, withWorker } from './refresh-model.ts';
import type { ModelOptions, ModelState, ModelWorker, Move } from './refresh-model.ts';

type Step = (state: ModelState, index: number, options: ModelOptions) => Move[];

const sendLimit = 2;

/** The steps of a worker by its place, as in the shipped code. */
const steps: Partial<Record<ModelWorker['place'], Step>> = {
  read: (state, index, options) => {
    if (state.dead) return move('read: dead', withWorker(state, index, { place: 'told to connect again' }));
    if (state.stored > 1) return move('read: adopt', withWorker(state, index, { place: 'done' }));
    if (isLeasedElsewhere(state, index) && options.mistake !== 'no lease') return [];
    return move('read', withWorker(state, index, { place: 'take lease', spent: state.stored }));
  },
  'take lease': (state, index, options) => {
    const worker = workerAt(state, index);
    const free = options.mistake === 'no lease' || !isLeasedElsewhere(state, index);
    if (!free || state.dead || state.stored !== worker.spent) {
      return move('take lease: lost the race', withWorker(state, index, { place: 'read' }));
    }
    const taken = { ...state, lease: { owner: index, state: 'live' } as const };
    return move('take lease', withWorker(taken, index, { place: 'check' }));
  },
  check: (state, index, { mistake }) => {
    const young = state.lease?.owner === index && state.lease.state === 'live';
    const place = young || mistake === 'send without check' || mistake === 'no lease' ? 'send' : 'read';
    return move(`check: ${place}`, withWorker(state, index, { place }));
  },
  send: (state, index) => {
    const { sendings } = state.marks;
    const broken =
      sendings > 0 && !state.marks.ambiguous ? 'I1: a token is sent twice without a doubt' : undefined;
    const marks = { ...state.marks, sendings: sendings + 1 };
    const worker = workerAt(state, index);
    const next = withWorker({ ...state, marks }, index, { place: 'flying', sendings: worker.sendings + 1 });
    return [{ name: 'send', next, ...(broken && { broken }) }];
  },
  flying: (state, index, options) => {
    const { spent } = workerAt(state, index);
    const { next, pair } = serve(state, spent, options);
    const change: Partial<ModelWorker> = pair > 0 ? { place: 'store pair', pair } : { place: 'judge' };
    return move('the server answers', withWorker(next, index, change));
  },
  'no reply': (state, index) => {
    if (workerAt(state, index).sendings < sendLimit)
      return move('repeat', withWorker(state, index, { place: 'read' }));
    return move('give up for now', withWorker(release(state, index), index, { place: 'failed for now' }));
  },
  judge: (state, index, { mistake }) => {
    const { spent } = workerAt(state, index);
    const rushed = mistake === 'believe every refusal';
    if (!rushed && (state.dead || state.stored !== spent || isLeasedElsewhere(state, index))) {
      return move('judge: read again', withWorker(state, index, { place: 'read' }));
    }
    // The grace period: a running worker with a successor of this token stores it before the period ends.
    const late = state.workers.some(({ pair, paused, place }) => pair > 0 && !paused && !finished.has(place));
    if (late && !rushed) return [];
    const right = state.live !== state.stored || !state.alive;
    const broken = right ? undefined : 'I3: a grant is marked although its token works';
    const marked = withWorker({ ...release(state, index), dead: true }, index, {
      place: 'told to connect again',
    });
    return [{ name: 'judge: mark', next: marked, ...(broken && { broken }) }];
  },
  'store pair': (state, index, { mistake }) => {
    const { spent, pair } = workerAt(state, index);
    const fenced =
      mistake === 'fence by lease' && (state.lease?.owner !== index || state.lease.state !== 'live');
    if (state.stored !== spent || fenced) {
      const place = state.stored === pair ? 'done' : 'read';
      return move('store pair: superseded', withWorker(state, index, { place, pair: 0 }));
    }
    const broken = pair < state.stored ? 'I2: a newer pair is replaced' : undefined;
    const stored = { ...state, stored: pair, dead: false, lease: null };
    const next = withWorker(stored, index, { place: 'done', pair: 0 });
    return [{ name: 'store pair', next, ...(broken && { broken }) }];
  },
};

/** Lists every possible step without a fault. */
export function ordinaryMoves(state: ModelState, options: ModelOptions): Move[] {
  const moves = state.workers.flatMap((worker, index) => {
    if (worker.paused) return move(`${index} goes on`, withWorker(state, index, { paused: false }));
    return (steps[worker.place]?.(state, index, options) ?? []).map((step) => ({
      ...step,
      name: `${index} ${step.name}`,
    }));
  });
  const owner = state.lease && state.workers[state.lease.owner];
  if (state.lease?.state === 'live' && owner && finished.has(owner.place)) {
    moves.push({ name: 'the lease ends', next: { ...state, lease: { ...state.lease, state: 'over' } } });
  }
  const [first, ...stray] = state.stray;
  if (first !== undefined) {
    const { next, pair } = serve({ ...state, stray }, first, options);
    const { fatal, straggler } = next.marks;
    const marks = { ...next.marks, fatal: fatal || pair > 0, straggler: straggler || pair === 0 };
    moves.push({ name: 'a stray request arrives', next: { ...next, marks } });
    moves.push({ name: 'a stray request is lost', next: { ...state, stray } });
  }
  return moves;
}

/** The server: it issues a pair for a refresh token, or refuses it and may revoke the grant. */
export function serve(
  state: ModelState,
  token: number,
  { reuse }: Pick<ModelOptions, 'reuse'>,
): { next: ModelState; pair: number } {
  if (state.alive && state.live === token) return { next: { ...state, live: token + 1 }, pair: token + 1 };
  return { next: { ...state, alive: state.alive && reuse === 'refuse' }, pair: 0 };
}

function workerAt(state: ModelState, index: number): ModelWorker {
  const worker = state.workers[index];
  if (worker === undefined) throw new RangeError(`there is no worker ${index}`);
  return worker;
}

function isLeasedElsewhere({ lease }: ModelState, index: number): boolean {
  return lease !== null && lease.state === 'live' && lease.owner !== index;
}

function release(state: ModelState, index: number): ModelState {
  return state.lease?.owner === index ? { ...state, lease: { owner: index, state: 'over' } } : state;
}

function move(name: string, next: ModelState): Move[] {
  return [{ name, next }];
}
