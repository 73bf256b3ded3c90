/** The step of a worker, with the names of the code. */
export type Place =
  | 'read'
  | 'take lease'
  | 'check'
  | 'send'
  | 'flying'
  | 'no reply'
  | 'judge'
  | 'store pair'
  | 'done'
  | 'told to connect again'
  | 'failed for now'
  | 'killed';

/** A process that wants a token newer than the first. */
export interface ModelWorker {
  readonly place: Place;
  /** Stopped for longer than a lease lasts. */
  readonly paused: boolean;
  /** The number of the refresh token it read. */
  readonly spent: number;
  /** The pair that it has not stored yet; 0 for none. */
  readonly pair: number;
  readonly sendings: number;
}

/** The server, the store, the network and the workers at one moment. */
export interface ModelState {
  /** The current refresh token. */
  readonly live: number;
  readonly alive: boolean;
  readonly stored: number;
  readonly dead: boolean;
  readonly lease: { readonly owner: number; readonly state: 'live' | 'over' } | null;
  readonly workers: readonly ModelWorker[];
  /** Refresh tokens on their way to the server whose senders have given up. */
  readonly stray: readonly number[];
  /** The number of faults that may still happen. */
  readonly budget: number;
  /** Past events that explain a loss. */
  readonly marks: Marks;
}

export interface Marks {
  /** A pair was issued, and no live worker received it. */
  readonly fatal: boolean;
  /** A worker could not know whether a token was spent. */
  readonly ambiguous: boolean;
  /** A worker was paused between the check and the write. */
  readonly pausedInWindow: boolean;
  /** A request arrived after its time limit, when its token was spent already. */
  readonly straggler: boolean;
  /** How often the first refresh token was sent. */
  readonly sendings: number;
}

/** The options of the model. */
export interface ModelOptions {
  readonly workers: number;
  readonly faults: number;
  readonly reuse: 'refuse' | 'revoke-grant';
  /** A mistake to build in: the model has to find it. */
  readonly mistake?: 'no lease' | 'fence by lease' | 'believe every refusal' | 'send without check';
}

/** A possible step and its result. */
export interface Move {
  readonly name: string;
  readonly next: ModelState;
  /** The invariant that it breaks. */
  readonly broken?: string;
}

export const finished: ReadonlySet<Place> = new Set([
  'done',
  'told to connect again',
  'failed for now',
  'killed',
]);

/** @returns The state in which every worker finds the token expired. */
export function startState({ workers, faults }: ModelOptions): ModelState {
  const worker: ModelWorker = { place: 'read', paused: false, spent: 0, pair: 0, sendings: 0 };
  return {
    live: 1,
    alive: true,
    stored: 1,
    dead: false,
    lease: null,
    workers: Array.from({ length: workers }, () => worker),
    stray: [],
    budget: faults,
    marks: { fatal: false, ambiguous: false, pausedInWindow: false, straggler: false, sendings: 0 },
  };
}

/** Changes one worker. */
export function withWorker(state: ModelState, index: number, change: Partial<ModelWorker>): ModelState {
  const workers = state.workers.map((worker, at) => (at === index ? { ...worker, ...change } : worker));
  return { ...state, workers };
}
