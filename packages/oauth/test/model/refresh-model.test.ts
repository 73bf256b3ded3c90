import { describe, expect, it } from 'vitest';
import { expectSound } from './expect-sound.ts';
import { exploreAloud } from './explore-aloud.ts';
import { harmlessFaults } from './fault-kinds.ts';
import { harmIn, harmOfOneFault } from './harm-of-one-fault.ts';
import { mutants } from './mutants.ts';
import { publishedRules, smallRules } from './rules.ts';
import type { Reuse, Scenario } from './scenario.ts';

const reuses: readonly Reuse[] = ['ends the grant', 'is refused', 'replays the pair'];
const strict: Scenario = { rules: smallRules, reuse: 'ends the grant', workers: 2, faults: 1 };
const harmless = { lost: 0, double: 0, misled: 0, stuck: 0 };

describe.each(reuses)('a refresh in every order, where reuse %s', (reuse) => {
  it('ends in one way without faults', () => {
    const found = exploreAloud({ ...strict, reuse, faults: 0 });
    expectSound(found);
    expect(found).toMatchObject({ ends: 1, ...harmless });
  });

  it('is harmed by one fault only where no client can help', () => {
    const found = exploreAloud({ ...strict, reuse });
    expectSound(found);
    expect(harmIn(found)).toEqual(harmOfOneFault(reuse));
  });
});

describe('a refresh where reuse ends the grant', () => {
  it('is harmed by one fault no further with the published times', () => {
    const found = exploreAloud({ ...strict, rules: publishedRules });
    expectSound(found);
    expect(harmIn(found)).toEqual(harmOfOneFault('ends the grant'));
  });

  it('survives any two faults of store, clock, writes and requests', () => {
    const found = exploreAloud({ ...strict, faults: 2, only: harmlessFaults });
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
    expect(exploreAloud({ ...published, only: ['partition'], longestPartition: 10 }).double).toBeGreaterThan(
      0,
    );
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

describe.each(mutants)('$rule', ({ scenario, change, harm }) => {
  it('prevents harm that the model finds without it', () => {
    expect(exploreAloud(scenario)).toMatchObject({ [harm]: 0, stuck: 0 });
    const without = { ...scenario, rules: { ...scenario.rules, ...change } };
    expect(exploreAloud(without)[harm]).toBeGreaterThan(0);
  });
});
