import { revokeTokens } from '../protocol/revoke-tokens.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * Ends a pair that nobody stores. After a login it is ended only where that leaves the login alone.
 *
 * @param vault - The vault.
 * @param tokens - The pair.
 * @param winner - The record that stands instead.
 */
export async function endOrphan(vault: Vault, tokens: TokenSet, winner: GrantRecord): Promise<void> {
  if (winner.status !== 'revoked' && vault.profile.loginsAreIndependent !== true) return;
  try {
    await revokeTokens({ ...(await vault.config()), tokens });
  } catch {
    // The pair ends with its own life.
  }
}
