import { describe, expect, it } from 'vitest';
import { createGrantStates } from './grant-states.ts';
import type { GrantStates } from './grant-states.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const idOf = (userId: string): { organizationId: string; userId: string } => ({
  organizationId: 'o',
  userId,
});

function statesOfTwo(unsaved = new Set<GrantState>()): GrantStates {
  const vault: Pick<Vault, 'flights' | 'revocations' | 'unsaved'> = {
    flights: new Map(),
    revocations: new Map(),
    unsaved,
  };
  return createGrantStates(vault, 2);
}

describe('createGrantStates', () => {
  it('drops a state that was not used since the last search', () => {
    const states = statesOfTwo();
    const [first, second] = [states.of(idOf('1')), states.of(idOf('2'))];
    // All were used: the oldest goes after one round.
    const third = states.of(idOf('3'));
    expect([first, second, third].map((state) => state.isDropped)).toEqual([false, false, false]);
    second.isUsed = false;
    first.isUsed = true;
    states.of(idOf('4'));
    expect(second.isDropped).toBe(true);
    expect(states.of(idOf('1'))).toBe(first);
    expect(states.of(idOf('2'))).not.toBe(second);
  });

  it('never drops a state with the only copy of a pair', () => {
    const unsaved = new Set<GrantState>();
    const states = statesOfTwo(unsaved);
    const first = states.of(idOf('1'));
    unsaved.add(first);
    for (const userId of ['2', '3', '4', '5']) states.of(idOf(userId)).isUsed = false;
    first.isUsed = false;
    states.of(idOf('6'));
    expect([first.isDropped, states.of(idOf('1')) === first]).toEqual([false, true]);
  });
});
