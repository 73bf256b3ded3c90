import type { GrantState, Vault } from '../vault/vault.ts';

/**
 * Erases the row of a grant, whatever is in it. A refresh in flight, in any process, finds that its lease is gone: its
 * pair is revoked, not stored.
 *
 * @returns Whether there was a row.
 * @throws CloseOAuthError `store_unavailable`.
 */
export async function forgetGrant(vault: Vault, state: GrantState): Promise<boolean> {
  const isErased = await vault.records.erase(state.id);
  const clear = (): void => {
    state.cached = undefined;
  };
  clear();
  // A refresh in flight may have read the record before it was erased, and caches its token.
  void vault.flights.get(state.key)?.token.then(clear, clear);
  return isErased;
}
