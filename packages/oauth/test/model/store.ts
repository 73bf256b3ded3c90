import { ended, holdsToken, withMarks } from './model-state.ts';
import type { GrantRecord, LateWrite, Lease, ModelState, Worker } from './model-state.ts';
import type { Rules } from './rules.ts';
import type { Turn } from './turn.ts';

/** Tells whether the store answers the reads of this worker. */
export function canRead({ state, worker }: Turn): boolean {
  return state.outage !== 'down' && worker.cutOffFor < 0;
}

/** Tells whether the store takes the writes of this worker. */
export function canWrite({ state, worker }: Turn): boolean {
  return state.outage === 'none' && worker.cutOffFor < 0;
}

/** Writes the record. Every other compare-and-set under way fails from here on. */
export function writeRecord(state: ModelState, by: number, change: Partial<GrantRecord>): ModelState {
  const record = { ...state.record, ...change };
  const workers = state.workers.map((worker, at) => (at === by ? worker : markOverwritten(worker)));
  const lateWrites = state.lateWrites.map((write) => ({ ...write, overwritten: true }));
  return { ...state, record, workers, lateWrites };
}

/** Takes the lease for a worker: a new life, without rounds. */
export function writeLease(state: ModelState, by: number, rules: Rules): ModelState {
  const attempt = state.record.lease === null ? 1 : 2;
  const lease: Lease = { owner: by, expiresIn: rules.lease, attempt, rounds: -1 };
  return writeRecord(markOvertaken(state, by), by, { lease });
}

/** Renews the lease of a worker that still has it, and clears the rounds. */
export function writeBeat(state: ModelState, by: number, rules: Rules): ModelState {
  const { lease } = state.record;
  if (lease?.owner !== by || lease.expiresIn === ended) return state;
  return writeRecord(state, by, { lease: { ...lease, expiresIn: rules.lease, rounds: -1 } });
}

/** Adds a round to the lease of another worker. */
export function writeRound(state: ModelState, by: number): ModelState {
  const { lease } = state.record;
  if (lease === null) return state;
  return writeRecord(state, by, { lease: { ...lease, rounds: lease.rounds + 1 } });
}

/** Stores a pair over whatever lease or dead mark there is. */
export function writePair(state: ModelState, by: number, pair: number): ModelState {
  return writeRecord(state, by, { token: pair, dead: false, lease: null });
}

/** Sends a write of a worker on a long way. */
export function delayWrite(state: ModelState, write: Omit<LateWrite, 'overwritten'>): ModelState {
  return { ...state, lateWrites: [...state.lateWrites, { ...write, overwritten: false }] };
}

/** Tells whether a worker may treat a lease as its own. */
export function isOwnLease({ state, index, scenario }: Turn): boolean {
  return scenario.rules.owner === 'process' || state.record.lease?.owner === index;
}

/** Notes for the judge that a lease is taken from a worker with the token in use. */
function markOvertaken(state: ModelState, by: number): ModelState {
  const { lease } = state.record;
  if (lease === null || lease.owner === by || lease.expiresIn === ended) return state;
  const holder = state.workers[lease.owner];
  if (holder === undefined || !holdsToken(holder)) return state;
  return withMarks(state, { overtaken: holder.hindrance });
}

// Only those who are about to write or count silence depend on the version that they read.
function markOverwritten(worker: Worker): Worker {
  return worker.place === 'take' || worker.place === 'watch' ? { ...worker, overwritten: true } : worker;
}
