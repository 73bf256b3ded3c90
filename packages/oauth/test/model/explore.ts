import { faultMoves } from './model-faults.ts';
import { ordinaryMoves } from './model-steps.ts';
import { finished, startState } from './refresh-model.ts';
import type { ModelOptions, ModelState } from './refresh-model.ts';

/** The result of an exploration. */
export interface Exploration {
  readonly states: number;
  readonly ends: number;
  /** Ends in which the user has to connect again. */
  readonly lost: number;
  /**
   * Lost ends that an undelivered pair does not explain, nor, where reuse ends the grant, a pause inside the
   * window or a request that arrived after it was given up.
   */
  readonly unexplained: number;
  /** Ends in which a worker was told to connect again although the connection lives. */
  readonly spurious: number;
  /** Invariants that do not hold, each with the shortest way there. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
}

interface Visit {
  readonly state: ModelState;
  readonly from: Visit | undefined;
  readonly name: string;
}

/** Takes every step in every order. */
export function explore(options: ModelOptions): Exploration {
  const start: Visit = { state: startState(options), from: undefined, name: 'start' };
  const seen = new Set([keyOf(start.state)]);
  const queue = [start];
  const broken = new Map<string, readonly string[]>();
  const found = { ends: 0, lost: 0, unexplained: 0, spurious: 0 };
  const note = (invariant: string, visit: Visit): void => {
    if (!broken.has(invariant)) broken.set(invariant, pathOf(visit));
  };
  for (let at = 0; at < queue.length; at += 1) {
    const visit = queue[at] ?? start;
    const moves = [...ordinaryMoves(visit.state, options), ...faultMoves(visit.state, options)];
    for (const move of moves) {
      const next: Visit = { state: move.next, from: visit, name: move.name };
      if (move.broken) note(move.broken, next);
      const key = keyOf(move.next);
      if (!seen.has(key)) {
        seen.add(key);
        queue.push(next);
      }
    }
    if (moves.length > 0) continue;
    found.ends += 1;
    const end = judge(visit.state, options);
    if (end.stuck) note('I5: a worker is stuck', visit);
    if (end.lost) found.lost += 1;
    if (end.misled) found.spurious += 1;
    if (end.doubtful) note('a user is sent through the login without need', visit);
    if (!end.unexplained) continue;
    found.unexplained += 1;
    note('I4: a connection is lost that could have been kept', visit);
  }
  return { states: seen.size, ...found, broken };
}

function judge(
  { workers, alive, live, stored, dead, marks }: ModelState,
  { reuse }: ModelOptions,
): { stuck: boolean; lost: boolean; unexplained: boolean; misled: boolean; doubtful: boolean } {
  const stuck = workers.some((worker) => !finished.has(worker.place));
  const kept = alive && live === stored && !dead;
  const explained = marks.fatal || (reuse === 'revoke-grant' && (marks.pausedInWindow || marks.straggler));
  const told = workers.some((worker) => worker.place === 'told to connect again');
  const misled = kept && told;
  return {
    stuck,
    lost: !kept,
    unexplained: !kept && !explained,
    misled,
    doubtful: misled && !marks.pausedInWindow,
  };
}

// Workers are interchangeable: states that differ only in their order are the same.
function keyOf({ workers, lease, ...rest }: ModelState): string {
  const ranked = workers.map((worker, index) =>
    JSON.stringify([worker, lease?.owner === index && lease.state]),
  );
  return JSON.stringify([rest, lease !== null, ranked.toSorted()]);
}

function pathOf(visit: Visit): string[] {
  const names: string[] = [];
  for (let at: Visit | undefined = visit; at?.from; at = at.from) names.unshift(at.name);
  return names;
}
