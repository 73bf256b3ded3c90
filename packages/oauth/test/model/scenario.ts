import type { Place } from './model-state.ts';
import type { Rules } from './rules.ts';

/** Faults of one worker or its connection that can cost a grant, whatever a client does. */
export const harmfulFaults = [
  'kill',
  'pause',
  'partition',
  'request travels on',
  'reply lost',
  'late answer',
] as const;

/** Faults that must never cost a grant. */
export const harmlessFaults = [
  'store down',
  'no writes',
  'failed write',
  'late write',
  'clock step',
  'sleep',
  'request lost',
  'request vanishes',
] as const;

/** Every kind of fault. */
export const allFaults = [...harmlessFaults, ...harmfulFaults] as const;

/** A kind of fault. */
export type FaultKind = (typeof allFaults)[number];

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
