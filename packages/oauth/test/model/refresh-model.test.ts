import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import type { Exploration } from './explore.ts';
import type { ModelOptions } from './refresh-model.ts';

function exploreAloud(options: ModelOptions): Exploration {
  const found = explore(options);
  const { states, ends, lost, unexplained, spurious } = found;
  process.stdout.write(
    `${JSON.stringify(options)}: ${states} states, ${ends} ends, ${lost} lost, ${unexplained} of them unexplained, ${spurious} spurious\n`,
  );
  return found;
}

describe.each(['refuse', 'revoke-grant'] as const)('the refresh, in every order, policy %s', (reuse) => {
  it('sends one request and loses nothing without faults', () => {
    const found = exploreAloud({ workers: 3, faults: 0, reuse });
    expect([...found.broken]).toEqual([]);
    expect(found).toMatchObject({ lost: 0, spurious: 0 });
  });

  it('keeps I1 to I5 with one fault', () => {
    expect([...exploreAloud({ workers: 3, faults: 1, reuse }).broken]).toEqual([]);
  });

  it('keeps I1 to I5 with two faults', () => {
    expect([...exploreAloud({ workers: 3, faults: 2, reuse }).broken]).toEqual([]);
  });

  it('finds the loss without the lease', () => {
    const { broken } = exploreAloud({ workers: 2, faults: 0, reuse, mistake: 'no lease' });
    expect([...broken.keys()]).toContain('I1: a token is sent twice without a doubt');
  });
});

describe('the second look after a refusal', () => {
  it('keeps the loser of a race from marking the grant', () => {
    const rash = exploreAloud({ workers: 3, faults: 1, reuse: 'refuse', mistake: 'believe every refusal' });
    expect([...rash.broken.keys()]).toContain('I3: a grant is marked although its token works');
  });
});

describe('the check before sending', () => {
  it('saves a grant from a worker that was paused with its lease', () => {
    const careless = exploreAloud({
      workers: 2,
      faults: 1,
      reuse: 'revoke-grant',
      mistake: 'send without check',
    });
    expect([...careless.broken.keys()]).toContain('I4: a connection is lost that could have been kept');
  });
});

describe('the write on the spent token', () => {
  it('saves a pair whose lease has expired', () => {
    const fenced = exploreAloud({ workers: 2, faults: 1, reuse: 'refuse', mistake: 'fence by lease' });
    expect([...fenced.broken.keys()]).toContain('I4: a connection is lost that could have been kept');
  });
});
