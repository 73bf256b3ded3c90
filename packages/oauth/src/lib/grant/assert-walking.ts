import { aborted } from '../base/wait-for.ts';
import { assertOpen } from '../vault/vault.ts';
import type { Vault } from '../vault/vault.ts';

/**
 * Stops a walk over all grants.
 *
 * @throws CloseOAuthError `aborted` when the signal has aborted, `closed` when the vault has.
 */
export function assertWalking(vault: Pick<Vault, 'closed'>, signal: AbortSignal | undefined): void {
  assertOpen(vault);
  if (signal?.aborted) throw aborted('The walk over the grants was stopped. Call again to resume.');
}
