import { revokeTokens } from '../protocol/revoke-tokens.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * Revokes a token pair that was not stored. After a login only if that cannot affect the tokens of the login.
 *
 * @param winner - The record that was stored instead; `undefined` when the grant was erased.
 */
export async function revokeOrphan(
  vault: Vault,
  tokens: TokenSet,
  winner: GrantRecord | undefined,
): Promise<void> {
  const isEnded = winner === undefined || winner.status === 'revoked';
  if (!isEnded && vault.profile.loginsAreIndependent !== true) return;
  try {
    await revokeTokens({ ...(await vault.config()), tokens });
  } catch {
    // The pair expires by itself.
  }
}
