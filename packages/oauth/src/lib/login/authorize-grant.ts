import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const waitsMs = [0, 50, 200, 800] as const;

/**
 * Stores the tokens of a login over whatever the grant's record says: the user's consent is the newest word.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @param tokens - What the exchange gave.
 * @throws CloseOAuthError `store_unavailable` when the store does not take them; the user has to start again.
 */
export async function authorizeGrant(vault: Vault, state: GrantState, tokens: TokenSet): Promise<void> {
  const record = await storeWithPatience(vault, state, tokens);
  state.unsaved = undefined;
  state.refused = undefined;
  state.trouble = undefined;
  if (record !== undefined) cacheTokens(vault, state, { ...record, tokens });
  vault.emit('authorized', state.id);
}

async function storeWithPatience(
  vault: Vault,
  state: GrantState,
  tokens: TokenSet,
): Promise<GrantRecord | undefined> {
  let failure: unknown;
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await pause(vault, waitMs);
    try {
      return await replaceRecord(vault, state, tokens);
    } catch (error) {
      failure = error;
      vault.emit('store_retry', state.id, isCloseOAuthError(error) ? error.code : 'store_unavailable');
    }
  }
  throw failure;
}

async function replaceRecord(
  { records }: Vault,
  { id }: GrantState,
  tokens: TokenSet,
): Promise<GrantRecord | undefined> {
  const { record } = await updateRecord(records, id, {
    change: async (found) => ({
      ...(await records.seal(tokens, (found?.generation ?? 0) + 1)),
      status: 'active',
      refreshes: 0,
      lease: null,
    }),
  });
  return record;
}
