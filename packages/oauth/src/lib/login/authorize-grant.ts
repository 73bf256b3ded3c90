import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const waitsMs = [0, 50, 200, 800] as const;

/**
 * Stores the tokens of a login over any record of the grant, also one that cannot be read: a login takes precedence.
 *
 * @throws CloseOAuthError `store_unavailable` when they could not be stored: the user has to start again.
 */
export async function authorizeGrant(vault: Vault, state: GrantState, tokens: TokenSet): Promise<void> {
  const record = await storeWithRetries(vault, state, tokens);
  state.unsaved = undefined;
  state.refused = undefined;
  state.backOff = undefined;
  if (record !== undefined) cacheTokens(vault, state, { ...record, tokens });
  vault.emit('authorized', state.id);
}

async function storeWithRetries(
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
  vault: Vault,
  state: GrantState,
  tokens: TokenSet,
): Promise<GrantRecord | undefined> {
  try {
    return await writeRecord(vault, state, tokens);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // The row has no version that could be compared, and a login takes precedence over what it holds.
    await vault.records.erase(state.id);
    return writeRecord(vault, state, tokens);
  }
}

async function writeRecord(
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
