import type { FaultKind } from './fault-kinds.ts';

/** Where a worker is in its refresh. The last four are ends. */
export type Place =
  | 'read'
  | 'watch'
  | 'take'
  | 'check'
  | 'send'
  | 'listen'
  | 'store'
  | 'judge'
  | 'unanswered'
  | 'done'
  | 'told to connect again'
  | 'failed for now'
  | 'killed';

/** Where the request of a worker is, or its response. */
export type Wire = 'none' | 'request' | 'reply' | 'socket' | 'black hole';

/** What kept a worker from writing since its last write. */
export type Hindrance = 'none' | 'stalled' | 'cut off';

/** One flight: a process that refreshes the grant. */
export interface Worker {
  readonly place: Place;
  /** It has something to do in this heartbeat. */
  readonly due: boolean;
  /** Heartbeats in this place; while it watches, since the last round. */
  readonly ticks: number;
  /** The refresh token that it read last, and spends. */
  readonly token: number;
  /** Another worker has written the record since this one read it. */
  readonly overwritten: boolean;
  readonly wire: Wire;
  /** The token of the pair in its response: 0 for no response, -1 for a refusal. */
  readonly pair: number;
  readonly sendings: number;
  /** An earlier sending of this token, by anyone, may have succeeded. */
  readonly again: boolean;
  readonly hindrance: Hindrance;
  /** Length of its pause, -1 while it runs. */
  readonly pausedFor: number;
  /** Length of its partition from the store, -1 while it reaches the store. */
  readonly cutOffFor: number;
}

/** The mark of the one worker that may send. */
export interface Lease {
  readonly owner: number;
  /** Heartbeats until it expires, {@link ended} when its holder gave it up. */
  readonly expiresIn: number;
  /** 1 for the first sending of this token, 2 for every further one. */
  readonly attempt: 1 | 2;
  /** Rounds of those who wait since the last beat, -1 for none. */
  readonly rounds: number;
}

/** `expiresIn` of a lease that its holder gave up. */
export const ended = -1;

/** The row in the store. */
export interface GrantRecord {
  readonly token: number;
  readonly dead: boolean;
  readonly lease: Lease | null;
}

/** A write that is still on its way to the store. It fails when the record changes before it lands. */
export interface LateWrite {
  readonly kind: 'lease' | 'beat' | 'round' | 'pair';
  readonly by: number;
  readonly pair: number;
  readonly overwritten: boolean;
}

/** What has happened on the way here, for the judge. The workers do not know it. */
export interface Marks {
  /** A token went out while another living worker had it out or held its unsaved successor. */
  readonly double: boolean;
  /** A pair was issued and lost on its way, came after patience, or was thrown away by its own worker. */
  readonly undelivered: 'no' | 'lost' | 'too late' | 'thrown away';
  /** A given-up request reached the server and ended the grant. */
  readonly straggler: boolean;
  /** The lease of a worker with the token in use was taken over, and what had kept that worker silent. */
  readonly overtaken: 'no' | Hindrance;
  /** The highest token that was sent. */
  readonly sent: number;
}

/** Everything at one moment. */
export interface ModelState {
  /** The token that the server accepts, and whether it still knows the grant. */
  readonly live: number;
  readonly alive: boolean;
  readonly record: GrantRecord;
  readonly outage: 'none' | 'down' | 'no writes';
  readonly workers: readonly Worker[];
  /** Tokens in requests that were given up. */
  readonly strays: readonly number[];
  readonly lateWrites: readonly LateWrite[];
  /** Faults so far, sorted. */
  readonly faults: readonly FaultKind[];
  readonly marks: Marks;
}

/** A change of the state. */
export interface Move {
  readonly name: string;
  /** The worker that acts. */
  readonly index?: number;
  readonly next: ModelState;
}

const finished: ReadonlySet<Place> = new Set(['done', 'told to connect again', 'failed for now', 'killed']);

const startWorker: Worker = {
  place: 'read',
  due: true,
  ticks: 0,
  token: 0,
  overwritten: false,
  wire: 'none',
  pair: 0,
  sendings: 0,
  again: false,
  hindrance: 'none',
  pausedFor: -1,
  cutOffFor: -1,
};

/** Creates the first state: all workers need a newer token than the stored one. */
export function startState(workers: number): ModelState {
  return {
    live: 1,
    alive: true,
    record: { token: 1, dead: false, lease: null },
    outage: 'none',
    workers: Array.from({ length: workers }, () => startWorker),
    strays: [],
    lateWrites: [],
    faults: [],
    marks: { double: false, undelivered: 'no', straggler: false, overtaken: 'no', sent: 0 },
  };
}

/** Tells whether a worker has ended. */
export function isFinished(worker: Worker): boolean {
  return finished.has(worker.place);
}

/** Tells whether a worker has checked its lease and its token may be in use. */
export function holdsToken({ place }: Worker): boolean {
  return place === 'send' || place === 'listen' || place === 'store';
}

/** Changes one worker. */
export function withWorker(state: ModelState, index: number, change: Partial<Worker>): ModelState {
  const workers = state.workers.map((worker, at) => (at === index ? { ...worker, ...change } : worker));
  return { ...state, workers };
}

/** Adds to the marks. */
export function withMarks(state: ModelState, marks: Partial<Marks>): ModelState {
  return { ...state, marks: { ...state.marks, ...marks } };
}

/** Moves a worker to another place, where its count starts at 0. */
export function enter(place: Place, change: Partial<Worker> = {}): Partial<Worker> {
  return { place, due: true, ticks: 0, overwritten: false, ...change };
}

/** Ends a worker. What it knew no longer matters. */
export function finish(place: Place): Worker {
  return { ...startWorker, place, due: false };
}
