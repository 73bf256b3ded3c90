import type { Sealer } from '../record/sealer.ts';
import { assertGrantId } from '../record/grant-id.ts';
import type { GrantId } from '../record/grant-id.ts';
import { assertOpen } from '../vault/vault.ts';
import type { Vault } from '../vault/vault.ts';
import { forgetGrant } from './forget-grant.ts';
import type { GrantStates } from './grant-states.ts';
import { assertKeepAlive, keepAlive } from './keep-alive.ts';
import type { KeepAliveOptions, KeepAliveProgress } from './keep-alive.ts';

/**
 * What operators do with all grants of a store. Each walk runs in flat memory, may run while grants are refreshed by any
 * process, and reports rows that cannot be read without stopping at them.
 */
export interface GrantOperations {
  /**
   * Refreshes every active grant whose token pair is older than `idleForMs`, so that no refresh token dies of disuse,
   * and finishes the disconnects that `revoke` could not finish. A failure is counted, and the walk goes on; after a
   * `Retry-After` of the server all refreshes wait. Call it from a timer or a cron job, in one process or in several.
   *
   * Cost: one read for 500 rows; for each grant that is due also one request to the token endpoint, one read and two
   * writes. A host that ends a call needs `signal`: the next call starts with those that are left.
   *
   * @param options - `idleForMs`, and how to run.
   * @returns The numbers of grants by outcome, and of failures by code.
   * @throws TypeError that names the wrong option.
   * @throws CloseOAuthError `aborted`, `closed`, or `store_unavailable` when the rows cannot be read: call it again.
   * @example
   * ```ts
   * const { refreshed, failed } = await oauth.keepAlive({ idleForMs: 7 * 24 * 3_600_000 });
   * ```
   */
  keepAlive(options: KeepAliveOptions): Promise<KeepAliveProgress>;
  /**
   * Erases a grant from the store for good: a connected one, the tombstone of a disconnected one, a damaged row, or one
   * whose sealing key is lost. It does not revoke the tokens at Close: call `revoke()` first while that works. A refresh
   * in flight does not bring the grant back: its pair is revoked. Other processes may return the cached access token
   * until it is due for a refresh.
   *
   * Cost: one write.
   *
   * @param id - The organization and the user.
   * @returns `true` when this call erased the grant; `false` when there was none.
   * @throws TypeError when an id is missing, no text, or has lone surrogates.
   * @throws CloseOAuthError `store_unavailable` or `closed`.
   */
  forget(id: GrantId): Promise<boolean>;
  /**
   * Calls the function `keys` again and uses its keys from then on. After a failure the old keys stay in use. It does
   * nothing when `keys` is a list.
   *
   * Cost: one call of `keys`.
   *
   * @throws CloseOAuthError `keys_unavailable` or `closed`.
   */
  reloadKeys(): Promise<void>;
}

/** Creates the operations of a vault. */
export function createGrantOperations(vault: Vault, states: GrantStates, sealer: Sealer): GrantOperations {
  async function run<T>(work: () => Promise<T>): Promise<T> {
    assertOpen(vault);
    return vault.track(work());
  }
  return {
    async keepAlive(options) {
      assertKeepAlive(options);
      return run(() => keepAlive(vault, states, options));
    },
    async forget(id) {
      assertGrantId(id, 'forget');
      return run(() => forgetGrant(vault, states.of(id).state));
    },
    reloadKeys: () => run(() => sealer.reload()),
  };
}
