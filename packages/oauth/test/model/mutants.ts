import type { Place } from './model-state.ts';
import { smallRules } from './rules.ts';
import type { Rules } from './rules.ts';
import type { Scenario } from './scenario.ts';

/** A rule of the algorithm taken away, and faults that do harm without it. */
export interface Mutant {
  readonly rule: string;
  /** The scenario in which the whole algorithm does no harm. */
  readonly scenario: Scenario;
  /** What takes the rule away. */
  readonly change: Partial<Rules>;
  /** The harm that shows. */
  readonly harm: 'lost' | 'misled';
}

const beforeTheCheck: readonly Place[] = ['read', 'watch', 'take', 'check'];

/** The rules, one after the other. */
export const mutants: readonly Mutant[] = [
  {
    rule: 'beats while the request is open',
    scenario: strict({ faults: 0, rules: { ...smallRules, patience: 12 } }),
    change: { beats: false },
    harm: 'lost',
  },
  {
    rule: 'the owner of a lease is a flight, not a process',
    scenario: strict({ faults: 0 }),
    change: { owner: 'process' },
    harm: 'lost',
  },
  {
    rule: 'rounds are writes: a store that takes none',
    scenario: strict({ only: ['no writes'] }),
    change: { watching: 'reads' },
    harm: 'lost',
  },
  {
    rule: 'rounds are writes: a machine that sleeps',
    scenario: strict({ only: ['sleep'] }),
    change: { watching: 'reads' },
    harm: 'lost',
  },
  {
    rule: 'every round is a write, not only the first',
    scenario: strict({ only: ['no writes'] }),
    change: { watching: 'announce once' },
    harm: 'lost',
  },
  {
    rule: 'a gap of two heartbeats between rounds',
    scenario: strict({ only: ['store down'] }),
    change: { gap: 1 },
    harm: 'lost',
  },
  {
    rule: 'three rounds, not two: outages and sleeps',
    scenario: strict({ faults: 2, only: ['store down', 'sleep'] }),
    change: { rounds: 2 },
    harm: 'lost',
  },
  {
    rule: 'three rounds, not two: outages and failed writes',
    scenario: strict({ faults: 2, only: ['store down', 'failed write'] }),
    change: { rounds: 2 },
    harm: 'lost',
  },
  {
    rule: 'three rounds, not one: an outage',
    scenario: strict({ only: ['store down'] }),
    change: { rounds: 1 },
    harm: 'lost',
  },
  {
    rule: 'three rounds, not one: a sleep',
    scenario: strict({ only: ['sleep'] }),
    change: { rounds: 1 },
    harm: 'lost',
  },
  {
    rule: 'a pair is tried at every heartbeat, not at every second',
    scenario: strict({ faults: 2, only: ['store down', 'failed write'] }),
    change: { storeEvery: 2 },
    harm: 'lost',
  },
  {
    rule: 'a pair is tried at every heartbeat, not at every fourth',
    scenario: strict({ only: ['store down'] }),
    change: { storeEvery: 4 },
    harm: 'lost',
  },
  {
    rule: 'the check of the age before sending',
    scenario: strict({ only: ['pause'], pauseAt: beforeTheCheck }),
    change: { sendWithin: Infinity },
    harm: 'lost',
  },
  {
    rule: 'sending within three heartbeats, not four',
    scenario: strict({
      faults: 2,
      only: ['pause', 'clock step', 'sleep'],
      pauseAt: beforeTheCheck,
      rules: { ...smallRules, sendWithin: 3 },
    }),
    change: { sendWithin: 4 },
    harm: 'lost',
  },
  {
    rule: 'a pair is stored where the store holds the spent token: a pause',
    scenario: lenient({ only: ['pause'] }),
    change: { storeWhere: 'own lease' },
    harm: 'lost',
  },
  {
    rule: 'a pair is stored where the store holds the spent token: a partition',
    scenario: lenient({ only: ['partition'] }),
    change: { storeWhere: 'own lease' },
    harm: 'lost',
  },
  {
    rule: 'sockets before timers after a stall',
    scenario: lenient({ only: ['pause'] }),
    change: { socketsFirst: false },
    harm: 'lost',
  },
  {
    rule: 'the second read after a refusal',
    scenario: lenient({ only: ['pause'] }),
    change: { readsAgain: false },
    harm: 'lost',
  },
  {
    rule: 'grace after a refusal',
    scenario: lenient({ only: ['pause'], longestPause: 5 }),
    change: { grace: 0 },
    harm: 'misled',
  },
  {
    rule: 'expiry beside the rounds',
    scenario: strict({
      only: ['pause'],
      longestPause: 8,
      rules: { ...smallRules, lease: 10, patience: 14 },
    }),
    change: { expiry: false },
    harm: 'lost',
  },
];

function strict(scenario: Partial<Scenario>): Scenario {
  return { rules: smallRules, reuse: 'ends the grant', workers: 2, faults: 1, ...scenario };
}

function lenient(scenario: Partial<Scenario>): Scenario {
  return strict({ reuse: 'is refused', ...scenario });
}
