import { describe, expect, it } from 'vitest';
import { isLong } from '../proof/is-long.ts';
import { expectSound } from './expect-sound.ts';
import { exploreAloud } from './explore-aloud.ts';
import type { Exploration, Tally } from './explore.ts';
import { harmfulFaults, harmlessFaults } from './fault-kinds.ts';
import type { FaultKind } from './fault-kinds.ts';
import { harmIn, harmOfOneFault } from './harm-of-one-fault.ts';
import { publishedRules, smallRules } from './rules.ts';
import type { Reuse, Scenario } from './scenario.ts';

const strict: Scenario = { rules: smallRules, reuse: 'ends the grant', workers: 2, faults: 2 };
const storeAndClock: readonly FaultKind[] = [
  'store down',
  'no writes',
  'clock step',
  'sleep',
  'failed write',
  'late write',
];
const harmless = { lost: 0, double: 0, misled: 0, stuck: 0 };

/** Sets of faults that do harm although none of them may. */
function listSurprises({ byFaults }: Exploration): string[] {
  const harmed = [...byFaults].filter(([, { lost, double, misled }]) => lost + double + misled > 0);
  const names = harmed.map(([faults]) => faults);
  return names.filter((faults) => !harmfulFaults.some((kind) => faults.includes(kind)));
}

const harmOfTwoFaults: readonly (readonly [Reuse, Tally])[] = [
  ['ends the grant', { ends: 342, lost: 225, double: 86, misled: 0 }],
  ['is refused', { ends: 244, lost: 79, double: 66, misled: 27 }],
];
const harmOfReplays = ['replays the pair', { ends: 211, lost: 0, double: 37, misled: 0 }] as const;

describe.each([...harmOfTwoFaults, ...(isLong ? [harmOfReplays] : [])])(
  'any two faults, where reuse %s',
  (reuse, counts) => {
    it('do harm only where no client can help', () => {
      const rules = isLong ? publishedRules : smallRules;
      const found = exploreAloud({ ...strict, reuse, rules });
      expectSound(found);
      expect(listSurprises(found)).toEqual([]);
      expect(found).toMatchObject(counts);
    });
  },
);

describe.each(['is refused', 'replays the pair'] as const)('one fault, where reuse %s', (reuse) => {
  it('does no further harm with the published times', () => {
    const found = exploreAloud({ ...strict, reuse, rules: publishedRules, faults: 1 });
    expectSound(found);
    expect(harmIn(found)).toEqual(harmOfOneFault(reuse));
  });
});

describe.each([
  ['ends the grant', { ends: 30, lost: 16, double: 6 }, { ends: 40, lost: 26 }],
  ['is refused', { ends: 25, lost: 5, double: 6 }, { ends: 28, lost: 10 }],
] as const)('one fault, where reuse %s', (reuse: Reuse, ofThree, inARow) => {
  it('does harm among three workers only where no client can help', () => {
    const found = exploreAloud({ ...strict, reuse, workers: 3, faults: 1 });
    expectSound(found);
    expect(listSurprises(found)).toEqual([]);
    expect(found).toMatchObject(ofThree);
  });

  it('does harm in two refreshes in a row only where no client can help', () => {
    const found = exploreAloud({ ...strict, reuse, faults: 1, expiries: 2 });
    expectSound(found);
    expect(listSurprises(found)).toEqual([]);
    expect(found).toMatchObject(inARow);
  });
});

describe('two faults of store and clock', () => {
  it('do no harm among three workers', () => {
    const found = exploreAloud({ ...strict, workers: 3, only: storeAndClock });
    expectSound(found);
    expect(found).toMatchObject({ ends: 28, ...harmless });
  });

  it('do no harm with the published times, nor do lost requests', () => {
    const found = exploreAloud({ ...strict, rules: publishedRules, only: harmlessFaults });
    expectSound(found);
    expect(found).toMatchObject({ ends: 45, ...harmless });
  });
});

describe('three outages, sleeps or clock steps', () => {
  it('do no harm with four rounds', () => {
    const rules = { ...smallRules, rounds: 4 };
    const only: readonly FaultKind[] = ['store down', 'no writes', 'clock step', 'sleep'];
    const found = exploreAloud({ ...strict, rules, faults: 3, only });
    expectSound(found);
    expect(found).toMatchObject(harmless);
  });
});

describe('a short pause or partition, with one more fault', () => {
  it('does no harm', () => {
    const only: readonly FaultKind[] = ['pause', 'partition', ...harmlessFaults];
    const found = exploreAloud({ ...strict, longestPause: 2, longestPartition: 1, only });
    expectSound(found);
    expect(found).toMatchObject(harmless);
  });

  it('does no harm within the published bound', () => {
    const only: readonly FaultKind[] = ['pause', 'partition', 'store down', 'clock step', 'sleep'];
    const bound = { rules: publishedRules, longestPause: 5, longestPartition: 4 };
    const found = exploreAloud({ ...strict, ...bound, only });
    expectSound(found);
    expect(found).toMatchObject(harmless);
  });
});
