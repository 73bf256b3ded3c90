import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const conflictLimit = 8;
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
  cacheTokens(vault, state, { tokens, version: record.version, generation: record.generation });
  vault.emit('authorized', state.id);
}

async function storeWithPatience(vault: Vault, state: GrantState, tokens: TokenSet): Promise<GrantRecord> {
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

async function replaceRecord(vault: Vault, state: GrantState, tokens: TokenSet): Promise<GrantRecord> {
  for (let conflict = 0; conflict < conflictLimit; conflict += 1) {
    const found = await vault.records.load(state.id);
    const record: GrantRecord = {
      ...(await vault.records.seal(tokens, (found?.generation ?? 0) + 1)),
      version: (found?.version ?? 0) + 1,
      status: 'active',
      refreshes: 0,
      lease: null,
      updatedAt: vault.now(),
    };
    if (await vault.records.write(state.id, found?.version ?? 0, record)) return record;
  }
  throw new CloseOAuthError(
    'store_unavailable',
    'The record of the grant kept changing. Start the login again.',
  );
}
