import { isFinished } from './model-state.ts';
import type { ModelState } from './model-state.ts';
import type { Scenario } from './scenario.ts';

/** Why a grant was lost: the causes that no client can avoid, and the one that must not occur. */
export type Cause =
  /** A pair was issued that no living worker received, or its worker was killed with it. */
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

/** Tells whether a state is final: nobody acts, and nothing is on its way. */
export function isEnd({ workers, strays, lateWrites }: ModelState): boolean {
  return strays.length === 0 && lateWrites.length === 0 && workers.every(isFinished);
}

/** Judges a final state. */
export function judgeEnd(state: ModelState, scenario: Scenario): End {
  const { alive, live, record, workers, marks } = state;
  const lost = !alive || live !== record.token || record.dead;
  const told = workers.some(({ place }) => place === 'told to connect again');
  const misled = told && !lost;
  const isHarmed = lost || misled || marks.double;
  return { lost, misled, cause: isHarmed ? causeOf(state, scenario, lost) : undefined };
}

/** Finds the cause. Where reuse does not end the grant, only a lost pair can cost it. */
function causeOf(state: ModelState, scenario: Scenario, lost: boolean): Cause {
  const { undelivered, straggler } = state.marks;
  const { reuse } = scenario;
  if (lost && reuse === 'replays the pair') return 'unexplained';
  if (lost && undelivered !== 'no') return 'undelivered';
  if (lost && reuse === 'is refused') return 'unexplained';
  return lost && straggler ? 'straggler' : causeOfOvertaking(state, scenario);
}

function causeOfOvertaking({ marks, faults }: ModelState, { rules }: Scenario): Cause {
  if (marks.overtaken === 'no') return 'unexplained';
  if (marks.overtaken !== 'none') return marks.overtaken;
  const hiding = faults.filter((kind) => ['store down', 'no writes', 'sleep', 'clock step'].includes(kind));
  return hiding.length >= rules.rounds ? 'hidden rounds' : 'unexplained';
}
