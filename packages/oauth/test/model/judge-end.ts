import { isFinished } from './model-state.ts';
import type { ModelState } from './model-state.ts';
import type { Scenario } from './scenario.ts';

/** Why a grant was lost: the causes that no client can avoid, and the one that must not occur. */
export type Cause =
  /** A pair was issued, and its worker was killed or its response lost or later than patience. */
  | 'undelivered'
  /** A request that was given up ended the grant when it arrived. */
  | 'straggler'
  /** Its holder stood still until others had to take it for dead. */
  | 'stalled'
  /** Its holder alone was cut off from the store until others had to take it for dead. */
  | 'cut off'
  /** Outages hid the holder's beats, one in each round. */
  | 'hidden rounds'
  | 'unexplained';

/** One end of the exploration. */
export interface End {
  /** The user has to connect again. */
  readonly lost: boolean;
  /** Why it was lost, or why a token went out twice at once. */
  readonly cause: Cause | undefined;
  /** A caller was asked to connect again although the grant lives. */
  readonly misled: boolean;
}

/** Tells whether a state is final: every worker has ended, and nothing is on its way. */
export function isEnd({ workers, strays, lateWrites }: ModelState): boolean {
  return strays.length === 0 && lateWrites.length === 0 && workers.every(isFinished);
}

/** Judges a final state. */
export function judgeEnd(state: ModelState, scenario: Scenario): End {
  const { workers, marks } = state;
  const lost = isLost(state, scenario);
  const misled = !lost && workers.some(({ place }) => place === 'told to connect again');
  if (lost) return { lost, misled, cause: causeOfLoss(state, scenario) };
  return { lost, misled, cause: misled || marks.double ? causeOfOvertaking(state, scenario) : undefined };
}

/** The store holds no token that the server accepts or replays, or the grant is marked dead. */
function isLost({ alive, live, record }: ModelState, { reuse }: Scenario): boolean {
  const isReplayed = reuse === 'replays the pair' && live === record.token + 1;
  return !alive || record.dead || (live !== record.token && !isReplayed);
}

function causeOfLoss(state: ModelState, scenario: Scenario): Cause {
  const { undelivered, straggler } = state.marks;
  if (scenario.reuse === 'replays the pair' || undelivered === 'thrown away') return 'unexplained';
  if (undelivered !== 'no') return 'undelivered';
  if (scenario.reuse === 'is refused') return 'unexplained';
  return straggler ? 'straggler' : causeOfOvertaking(state, scenario);
}

function causeOfOvertaking({ marks, faults }: ModelState, { rules }: Scenario): Cause {
  if (marks.overtaken === 'no') return 'unexplained';
  if (marks.overtaken !== 'none') return marks.overtaken;
  return faults.length >= rules.rounds ? 'hidden rounds' : 'unexplained';
}
