import { isFinished } from './model-state.ts';
import type { GrantRecord, ModelState, Move, Place, Worker } from './model-state.ts';
import type { Rules } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { watchLimit } from './steps/watch-lease.ts';

/** Lets a heartbeat pass, unless something must happen before. */
export function timeMoves(state: ModelState, scenario: Scenario): Move[] {
  if (state.workers.some((worker) => holdsTime(worker, scenario))) return [];
  const workers = state.workers.map((worker) => age(worker, scenario));
  return [{ name: 'tick', next: { ...state, workers, record: ageLease(state.record) } }];
}

/** Bounds: the server answers within the patience, and a bounded pause or partition ends. */
function holdsTime(worker: Worker, { rules, longestPause, longestPartition }: Scenario): boolean {
  if (worker.pausedFor >= (longestPause ?? Infinity)) return true;
  if (worker.cutOffFor >= (longestPartition ?? Infinity)) return true;
  const isOnTheWay = worker.wire === 'request' || worker.wire === 'reply';
  return isOnTheWay && worker.pausedFor < 0 && worker.ticks >= rules.patience;
}

function ageLease(record: GrantRecord): GrantRecord {
  const { lease } = record;
  if (lease === null || lease.expiresIn <= 0) return record;
  return { ...record, lease: { ...lease, expiresIn: lease.expiresIn - 1 } };
}

function age(worker: Worker, scenario: Scenario): Worker {
  if (isFinished(worker)) return worker;
  const { longestPause = 0, longestPartition = 0 } = scenario;
  const pausedFor = worker.pausedFor < 0 ? -1 : Math.min(worker.pausedFor + 1, longestPause);
  const cutOffFor = worker.cutOffFor < 0 ? -1 : Math.min(worker.cutOffFor + 1, longestPartition);
  return { ...worker, pausedFor, cutOffFor, ...count(worker, scenario.rules) };
}

/** What is due in the next heartbeat, and the time that this place measures. */
function count({ place, ticks }: Worker, rules: Rules): Pick<Worker, 'ticks' | 'due'> {
  if (place === 'store') {
    const sinceTry = (ticks + 1) % rules.storeEvery;
    return { ticks: sinceTry, due: sinceTry === 0 };
  }
  const due = place !== 'listen' || rules.beats;
  return { ticks: Math.min(ticks + 1, tickLimit(place, rules)), due };
}

/** Where a longer time makes no difference. */
function tickLimit(place: Place, rules: Rules): number {
  if (place === 'watch') return watchLimit(rules);
  if (place === 'check') return Math.min(rules.sendWithin + 1, 15);
  if (place === 'listen') return rules.patience;
  return place === 'judge' ? rules.grace : 0;
}
