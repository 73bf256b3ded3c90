import type { TokenSet } from '../base/token-set.ts';
import { storePair } from '../refresh/store-pair.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/**
 * Stores the tokens of a login over any record of the grant: a login takes precedence. While the store is down, the
 * tokens stay in memory, the grant works from there, and they are stored later, as after a refresh.
 *
 * @returns Whether they are stored.
 */
export async function authorizeGrant(vault: Vault, state: GrantState, tokens: TokenSet): Promise<boolean> {
  state.refused = undefined;
  state.backOff = undefined;
  const outcome = await storePair(vault, state, { tokens, base: undefined, status: 'active', isLate: false });
  vault.emit('authorized', state.id);
  return outcome.kind !== 'unsaved';
}
