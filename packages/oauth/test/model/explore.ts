import { countStuck } from './count-stuck.ts';
import { findBroken, findBrokenState } from './invariants.ts';
import { isEnd, judgeEnd } from './judge-end.ts';
import type { Cause } from './judge-end.ts';
import { keyOf } from './key-of.ts';
import { startState } from './model-state.ts';
import type { ModelState } from './model-state.ts';
import { nextMoves } from './next-moves.ts';
import type { Scenario } from './scenario.ts';

/** Different ends, counted. */
export interface Tally {
  ends: number;
  /** The user has to connect again. */
  lost: number;
  /** A token went out while another living worker had it out or held its unsaved successor. */
  double: number;
  /** A caller was asked to connect again although the grant lives. */
  misled: number;
}

/** The result of an exploration. */
export interface Exploration extends Tally {
  readonly states: number;
  /** States from which no end can be reached. */
  readonly stuck: number;
  /** The ends by the faults on their way, joined by ` + `. */
  readonly byFaults: ReadonlyMap<string, Tally>;
  /** Causes of harm, each with the shortest way to it. */
  readonly causes: ReadonlyMap<Cause, readonly string[]>;
  /** Invariants that do not hold, each with the shortest way to where it breaks. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
}

/** What is known while it goes on. States are numbers, in the order in which they were found. */
interface Search {
  readonly scenario: Scenario;
  readonly seen: Map<string, number>;
  /** The state before each state, for the way there. */
  readonly before: number[];
  /** Pairs of a state and one after it, for the search for stuck states. */
  readonly edges: number[];
  readonly finals: number[];
  readonly endNames: Set<string>;
  readonly byFaults: Map<string, Tally>;
  readonly causes: Map<Cause, number>;
  readonly broken: Map<string, number>;
}

interface Visit {
  readonly id: number;
  readonly state: ModelState;
}

/** Takes every step, message and fault in every order. */
export function explore(scenario: Scenario): Exploration {
  const start = startState(scenario.workers);
  const search: Search = {
    scenario,
    seen: new Map([[keyOf(start), 0]]),
    before: [-1],
    edges: [],
    finals: [],
    endNames: new Set(),
    byFaults: new Map(),
    causes: new Map(),
    broken: new Map(),
  };
  let layer: Visit[] = [{ id: 0, state: start }];
  while (layer.length > 0) layer = layer.flatMap((visit) => leave(search, visit));
  return summarize(search);
}

/** Takes all moves from a state, and returns the states that are new. */
function leave(search: Search, { id, state }: Visit): Visit[] {
  if (isEnd(state)) {
    countEnd(search, { id, state });
    return [];
  }
  const found: Visit[] = [];
  for (const move of nextMoves(state, search.scenario)) {
    const key = keyOf(move.next);
    const known = search.seen.get(key);
    const at = known ?? search.seen.size;
    search.edges.push(id, at);
    if (known === undefined) {
      search.seen.set(key, at);
      search.before.push(id);
      found.push({ id: at, state: move.next });
      note(search.broken, findBrokenState(move.next), at);
    }
    note(search.broken, findBroken(state, move, search.scenario), at);
  }
  return found;
}

function countEnd({ scenario, finals, endNames, byFaults, causes }: Search, { id, state }: Visit): void {
  const { lost, misled, cause } = judgeEnd(state, scenario);
  const { double } = state.marks;
  finals.push(id);
  note(causes, cause, id);
  const name = nameEnd(state);
  if (endNames.has(name)) return;
  endNames.add(name);
  const key = state.faults.join(' + ');
  const tally = byFaults.get(key) ?? { ends: 0, lost: 0, double: 0, misled: 0 };
  byFaults.set(
    key,
    add(tally, { ends: 1, lost: Number(lost), double: Number(double), misled: Number(misled) }),
  );
}

/** Ends with the same name count as one. */
function nameEnd({ live, alive, record, workers, faults, marks }: ModelState): string {
  const places = workers.map(({ place }) => place).toSorted();
  const { double, undelivered, straggler } = marks;
  return JSON.stringify([
    live,
    alive,
    record.token,
    record.dead,
    places,
    faults,
    double,
    undelivered,
    straggler,
  ]);
}

function add(one: Tally, other: Tally): Tally {
  return {
    ends: one.ends + other.ends,
    lost: one.lost + other.lost,
    double: one.double + other.double,
    misled: one.misled + other.misled,
  };
}

function note<Name>(notes: Map<Name, number>, name: Name | undefined, id: number): void {
  if (name !== undefined && !notes.has(name)) notes.set(name, id);
}

function summarize(search: Search): Exploration {
  const total = [...search.byFaults.values()].reduce(add, { ends: 0, lost: 0, double: 0, misled: 0 });
  const trace = <Name>(notes: Map<Name, number>): Map<Name, readonly string[]> =>
    new Map([...notes].map(([name, id]) => [name, findWay(search, id)]));
  return {
    ...total,
    states: search.seen.size,
    stuck: countStuck({ size: search.seen.size, edges: search.edges, finals: search.finals }),
    byFaults: search.byFaults,
    causes: trace(search.causes),
    broken: trace(search.broken),
  };
}

/** Goes the way to a state again, and names its moves. */
function findWay({ seen, before, scenario }: Search, id: number): string[] {
  const way: number[] = [];
  for (let at = id; at > 0; at = before[at] ?? 0) way.unshift(at);
  const names: string[] = [];
  let state = startState(scenario.workers);
  for (const at of way) {
    const move = nextMoves(state, scenario).find(({ next }) => seen.get(keyOf(next)) === at);
    if (move === undefined) throw new Error(`No move leads to state ${at}.`);
    names.push(move.index === undefined ? move.name : `${move.index} ${move.name}`);
    state = move.next;
  }
  return names;
}
