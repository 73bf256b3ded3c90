import { describe, expect, it } from 'vitest';
import { parseCloseOAuthOptions } from '../vault/options.ts';
import { createVault } from '../vault/create-vault.ts';
import type { Vault } from '../vault/vault.ts';
import { createGrantStates } from './grant-states.ts';
import type { GrantStates } from './grant-states.ts';

const idOf = (userId: string): { organizationId: string; userId: string } => ({
  organizationId: 'o',
  userId,
});

function statesOfTwo(): { states: GrantStates; vault: Vault } {
  const options = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/callback' };
  const { vault } = createVault(parseCloseOAuthOptions(options));
  return { vault, states: createGrantStates(vault, 2) };
}

describe('createGrantStates', () => {
  it('drops a state that was not used since the last search', () => {
    const { states } = statesOfTwo();
    const [first, second] = [states.of(idOf('1')), states.of(idOf('2'))];
    first.grant.peek();
    states.of(idOf('3'));
    expect([first, second].map(({ state }) => state.isDropped)).toEqual([false, true]);
    expect(states.of(idOf('1'))).toBe(first);
  });

  it('gives a grant that the app has kept the state that others use', () => {
    const { states } = statesOfTwo();
    const [kept] = [states.of(idOf('1')), states.of(idOf('2')), states.of(idOf('3'))];
    expect(kept.state.isDropped).toBe(true);
    const found = states.of(idOf('1'));
    kept.grant.invalidate('refused');
    expect([found.state.refused, kept.state.refused]).toEqual(['refused', undefined]);
  });

  it('never drops a state with the only copy of a pair', () => {
    const { states, vault } = statesOfTwo();
    const first = states.of(idOf('1'));
    vault.unsaved.set(first.state, 0);
    for (const userId of ['2', '3', '4']) states.of(idOf(userId));
    expect(first.state.isDropped).toBe(false);
    expect(states.of(idOf('1'))).toBe(first);
  });
});
