import type { Sealer } from '../record/sealer.ts';
import { assertGrantId } from '../record/grant-id.ts';
import type { GrantId } from '../record/grant-id.ts';
import { assertOpen } from '../vault/vault.ts';
import type { Vault } from '../vault/vault.ts';
import { exportGrants } from './export-grants.ts';
import type { ExportOptions } from './export-grants.ts';
import { forgetGrant } from './forget-grant.ts';
import type { GrantStates } from './grant-states.ts';
import { assertImport, importGrants } from './import-grants.ts';
import type { ImportLines, ImportOptions, ImportProgress } from './import-grants.ts';
import { assertKeepAlive, keepAlive } from './keep-alive.ts';
import type { KeepAliveOptions, KeepAliveProgress } from './keep-alive.ts';
import { listGrants } from './list-grants.ts';
import type { GrantList, ListOptions } from './list-grants.ts';
import type { GrantTokens } from './parse-grant-tokens.ts';
import { resealGrants } from './reseal-grants.ts';
import type { ResealOptions, ResealProgress } from './reseal-grants.ts';

/**
 * What operators do with all grants of a store. Each walk runs in flat memory, may run while grants are refreshed by any
 * process, and reports rows that cannot be read without stopping at them.
 */
export interface GrantOperations {
  /**
   * Lists the grants of the store, without secrets: all of them in a `for await` loop, or page by page. It needs no
   * key. Grants that connect or are erased during the walk may be missing.
   *
   * Cost: the whole store is read, 500 rows in each read, whatever the filters. A page stops at its last grant.
   *
   * @param options - Filters, and where a page starts.
   * @returns The grants. Nothing is read before the loop, or before `page()`. Loop and page reject with `aborted`,
   * `store_unavailable` or `closed`.
   * @throws TypeError that names the wrong option.
   * @example
   * ```ts
   * for await (const { organizationId, userId } of oauth.list({ status: 'reauthorization_required' })) {
   *   await askToReconnect(organizationId, userId);
   * }
   * const { grants, next } = await oauth.list({ limit: 50, cursor }).page();
   * ```
   */
  list(options?: ListOptions): GrantList;
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
   * Stores tokens of another system as grants. Stop the other system first: each refresh token works once. A stored
   * grant is replaced only by a line with a later `issuedAt`, or, where its user has to reconnect, without one; a user
   * who has disconnected stays disconnected. Running it again is harmless.
   *
   * Cost: one read and one write for each line; nothing is sent to Close.
   *
   * @param lines - The tokens as objects, or as lines of JSON.
   * @param options - What to overwrite, and how to run. A line that cannot be imported is reported to `onProblem`.
   * @returns The numbers of lines by outcome.
   * @throws TypeError that names the wrong argument.
   * @throws CloseOAuthError `aborted`, `store_unavailable`, `keys_unavailable` or `closed`; errors of `lines` as they
   * are.
   * @example
   * ```ts
   * const lines = createInterface({ input: createReadStream('grants.jsonl') }); // of node:readline
   * const { imported, failed } = await oauth.importGrants(lines, { onProblem: console.error });
   * ```
   */
  importGrants(lines: ImportLines, options?: ImportOptions): Promise<ImportProgress>;
  /**
   * **Returns secrets.** Walks over all active grants and opens their tokens, for a move to another system. The lines are as
   * good as the connections: never log them, encrypt them at rest, delete them afterwards. Stop all processes of
   * this app first: each refresh token works once, and the next refresh makes its line worthless.
   *
   * Cost: one read for 500 rows, and the decryption of each.
   *
   * @param options - `onUnreadable` is called for a row that cannot be read; the walk goes on.
   * @returns The lines for `importGrants`. The loop rejects with `aborted`, `store_unavailable`, `keys_unavailable` or
   * `closed`.
   * @example
   * ```ts
   * for await (const line of oauth.exportGrants()) file.write(`${JSON.stringify(line)}\n`);
   * ```
   */
  exportGrants(options?: ExportOptions): AsyncIterable<GrantTokens>;
  /**
   * Seals every record with the first key again, so that older keys can be removed. It may run while grants
   * are refreshed. Call it again to resume.
   *
   * Cost: one read for 500 rows; for each record that the first key has not sealed also one read and one write.
   *
   * @param options - `onProgress` is called after every record, `onUnreadable` for a row that cannot be read; `signal`
   * stops.
   * @returns The numbers of rows that were seen, resealed and unreadable.
   * @throws CloseOAuthError `aborted`, `store_unavailable`, `keys_unavailable` or `closed`.
   */
  reseal(options?: ResealOptions): Promise<ResealProgress>;
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
    list: (options = {}) => listGrants(vault, options),
    async keepAlive(options) {
      assertKeepAlive(options);
      return run(() => keepAlive(vault, states, options));
    },
    async forget(id) {
      assertGrantId(id, 'forget');
      return run(() => forgetGrant(vault, states.of(id).state));
    },
    async importGrants(lines, options = {}) {
      assertImport(lines, options);
      return run(() => importGrants(vault, states, { lines, options }));
    },
    exportGrants: (options = {}) => exportGrants(vault, options),
    reseal: (options = {}) => run(() => resealGrants(vault, sealer, options)),
    reloadKeys: () => run(() => sealer.reload()),
  };
}
