import { describe, expect, it } from 'vitest';
import { exploreAloud } from './explore-aloud.ts';
import type { Exploration } from './explore.ts';
import { mutants } from './mutants.ts';
import { publishedRules, smallRules } from './rules.ts';
import { allFaults, harmfulFaults, harmlessFaults } from './scenario.ts';
import type { FaultKind, Reuse, Scenario } from './scenario.ts';

const reuses: readonly Reuse[] = ['ends the grant', 'is refused', 'replays the pair'];
const strict: Scenario = { rules: smallRules, reuse: 'ends the grant', workers: 2, faults: 1 };
const harmless = { lost: 0, double: 0, misled: 0, stuck: 0 };

/** Ends with one harmful fault, lost ones first: `lost/ends, double, misled`. All others have one good end. */
const harm: Record<Reuse, Record<(typeof harmfulFaults)[number], string>> = {
  'ends the grant': {
    kill: '2/3, 0, 0',
    pause: '3/4, 2, 0',
    partition: '3/4, 2, 0',
    'request travels on': '2/3, 0, 0',
    'reply lost': '1/1, 0, 0',
    'late answer': '3/4, 0, 0',
  },
  'is refused': {
    kill: '1/2, 0, 0',
    pause: '0/3, 2, 1',
    partition: '0/3, 2, 1',
    'request travels on': '1/2, 0, 0',
    'reply lost': '1/1, 0, 0',
    'late answer': '2/3, 0, 0',
  },
  'replays the pair': {
    kill: '0/2, 0, 0',
    pause: '0/2, 1, 0',
    partition: '0/2, 1, 0',
    'request travels on': '0/2, 0, 0',
    'reply lost': '0/1, 0, 0',
    'late answer': '0/3, 0, 0',
  },
};

function expectSound({ broken, causes, stuck }: Exploration): void {
  expect(Object.fromEntries(broken)).toEqual({});
  expect(causes.get('unexplained')).toBeUndefined();
  expect(stuck).toBe(0);
}

function countsOf(found: Exploration): Record<string, string> {
  const counts = [...found.byFaults].map(([faults, { lost, ends, double, misled }]) => {
    return [faults, `${lost}/${ends}, ${double}, ${misled}`];
  });
  return Object.fromEntries(counts) as Record<string, string>;
}

function expectedCounts(reuse: Reuse): Record<string, string> {
  const kinds: readonly (FaultKind | '')[] = ['', ...allFaults];
  return { ...Object.fromEntries(kinds.map((kind) => [kind, '0/1, 0, 0'])), ...harm[reuse] };
}

describe.each(reuses)('a refresh in every order, where reuse %s', (reuse) => {
  it('ends in one way without faults', () => {
    const found = exploreAloud({ ...strict, reuse, faults: 0 });
    expectSound(found);
    expect(found).toMatchObject({ ends: 1, ...harmless });
  });

  it('is harmed by one fault only where no client can help', () => {
    const found = exploreAloud({ ...strict, reuse });
    expectSound(found);
    expect(countsOf(found)).toEqual(expectedCounts(reuse));
  });

  it('is harmed no further with the published times', () => {
    const found = exploreAloud({ ...strict, reuse, rules: publishedRules });
    expectSound(found);
    expect(countsOf(found)).toEqual(expectedCounts(reuse));
  });

  it('survives any two faults of store, clock, writes and requests', () => {
    const found = exploreAloud({ ...strict, reuse, faults: 2, only: harmlessFaults });
    expectSound(found);
    expect(found).toMatchObject({ ends: 45, ...harmless });
  });
});

describe('the longest pause and partition', () => {
  it('is a lease, less the time of a beat', () => {
    expect(exploreAloud({ ...strict, only: ['pause'], longestPause: 4 })).toMatchObject(harmless);
    expect(exploreAloud({ ...strict, only: ['pause'], longestPause: 5 }).double).toBeGreaterThan(0);
    expect(exploreAloud({ ...strict, only: ['partition'], longestPartition: 3 })).toMatchObject(harmless);
    expect(exploreAloud({ ...strict, only: ['partition'], longestPartition: 4 }).double).toBeGreaterThan(0);
  });

  it('is the published bound with the published times', () => {
    const published: Scenario = { ...strict, rules: publishedRules };
    expect(exploreAloud({ ...published, only: ['pause'], longestPause: 10 })).toMatchObject(harmless);
    expect(exploreAloud({ ...published, only: ['pause'], longestPause: 11 }).double).toBeGreaterThan(0);
    expect(exploreAloud({ ...published, only: ['partition'], longestPartition: 9 })).toMatchObject(harmless);
    expect(exploreAloud({ ...published, only: ['partition'], longestPartition: 10 }).double).toBeGreaterThan(0);
  });
});

describe('outages that each hide one round', () => {
  it('lose a grant when there are as many as rounds', () => {
    const found = exploreAloud({ ...strict, faults: 3, only: ['store down'] });
    expectSound(found);
    expect([...found.causes.keys()]).toEqual(['hidden rounds']);
  });

  it('lose nothing when there is one more round', () => {
    const rules = { ...smallRules, rounds: 4 };
    const found = exploreAloud({ ...strict, rules, faults: 3, only: ['store down'] });
    expect(found).toMatchObject(harmless);
  });
});

describe.each(mutants)('the rule: $rule', ({ scenario, change, harm: kind = 'lost' }) => {
  it('prevents harm', () => {
    expect(exploreAloud(scenario)).toMatchObject({ [kind]: 0, stuck: 0 });
    const without = { ...scenario, rules: { ...scenario.rules, ...change } };
    expect(exploreAloud(without)[kind]).toBeGreaterThan(0);
  });
});
