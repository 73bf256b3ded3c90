import { allFaults } from './fault-kinds.ts';
import type { Hindrance, LateWrite, Lease, Marks, ModelState, Place, Wire, Worker } from './model-state.ts';

const places: Record<Place, number> = {
  read: 0,
  watch: 1,
  take: 2,
  check: 3,
  send: 4,
  listen: 5,
  store: 6,
  judge: 7,
  unanswered: 8,
  done: 9,
  'told to connect again': 10,
  'failed for now': 11,
  killed: 12,
};
const wires: Record<Wire, number> = { none: 0, request: 1, reply: 2, socket: 3, 'black hole': 4 };
const hindrances: Record<Hindrance | 'no', number> = { no: 0, none: 1, stalled: 2, 'cut off': 3 };
const outages: Record<ModelState['outage'], number> = { none: 0, down: 1, 'no writes': 2 };
const undelivered: Record<Marks['undelivered'], number> = {
  no: 0,
  lost: 1,
  'too late': 2,
  'thrown away': 3,
};
const writes: Record<LateWrite['kind'], number> = { lease: 0, beat: 1, round: 2, pair: 3 };

/** Names a state, one character for each property. Workers are alike: their order makes no difference. */
export function keyOf(state: ModelState): string {
  const workers = state.workers.map((worker, index) => keyOfWorker(worker) + keyOfBelongings(state, index));
  return [keyOfWorld(state), keyOfLists(state), ...workers.toSorted()].join('|');
}

function keyOfWorld({ live, alive, record, outage, marks }: ModelState): string {
  return String.fromCharCode(
    live,
    Number(alive),
    record.token,
    Number(record.dead),
    Number(record.lease === null),
    outages[outage],
    Number(marks.double),
    undelivered[marks.undelivered],
    Number(marks.straggler),
    hindrances[marks.overtaken],
    marks.sent,
  );
}

function keyOfLists({ strays, faults }: ModelState): string {
  if (strays.length + faults.length === 0) return '';
  return String.fromCharCode(...faults.map((kind) => allFaults.indexOf(kind)), 127, ...strays);
}

function keyOfWorker(worker: Worker): string {
  return String.fromCharCode(
    places[worker.place],
    Number(worker.due),
    worker.ticks,
    worker.token,
    Number(worker.overwritten),
    wires[worker.wire],
    worker.pair + 1,
    worker.sendings,
    Number(worker.again),
    hindrances[worker.hindrance],
    worker.pausedFor + 1,
    worker.cutOffFor + 1,
  );
}

/** The lease and the late writes of a worker: they name it by its index, which has no meaning in a key. */
function keyOfBelongings({ record, lateWrites }: ModelState, index: number): string {
  const lease = record.lease?.owner === index ? keyOfLease(record.lease) : '';
  if (lateWrites.length === 0) return lease;
  const own = lateWrites.filter(({ by }) => by === index).map((write) => keyOfLateWrite(write));
  return lease + own.join('');
}

function keyOfLease({ expiresIn, attempt, rounds }: Lease): string {
  return String.fromCharCode(126, expiresIn + 1, attempt, rounds + 1);
}

function keyOfLateWrite({ kind, pair, overwritten }: LateWrite): string {
  return String.fromCharCode(125, writes[kind], pair, Number(overwritten));
}
