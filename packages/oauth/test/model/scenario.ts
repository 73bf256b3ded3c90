import type { FaultKind } from './fault-kinds.ts';
import type { Place } from './model-state.ts';
import type { Rules } from './rules.ts';

/** What the server does with a refresh token that was spent before. */
export type Reuse = 'ends the grant' | 'is refused' | 'replays the pair';

/** What is explored. */
export interface Scenario {
  readonly rules: Rules;
  readonly reuse: Reuse;
  readonly workers: number;
  /** Faults that may happen on one way. */
  readonly faults: number;
  /** Kinds of faults that may happen. Default: all. */
  readonly only?: readonly FaultKind[];
  /** Places at which a pause may begin. Default: all. */
  readonly pauseAt?: readonly Place[];
  /** The longest pause, in heartbeats. Default: any length. */
  readonly longestPause?: number;
  /** The longest partition, in heartbeats. Default: any length. */
  readonly longestPartition?: number;
  /** Token sets that every worker needs one after the other. Default: 1. */
  readonly expiries?: number;
}
