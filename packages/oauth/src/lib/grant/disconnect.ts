import { retryRevocation } from './retry-revocation.ts';
import { revokeGrant } from './revoke-grant.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/**
 * Disconnects a grant. What cannot be finished now is finished in the background, where there is any.
 *
 * @throws CloseOAuthError the reason why it is not finished yet.
 */
export async function disconnect(vault: Vault, state: GrantState): Promise<void> {
  assertOpen(vault);
  const work = revokeGrant(vault, state);
  vault.host.keepAlive(work);
  const failure = await work;
  if (failure === undefined) return;
  retryRevocation(vault, state, failure);
  throw failure;
}
