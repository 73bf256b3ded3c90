import { readRow } from '../record/read-row.ts';
import { assertWalking } from './assert-walking.ts';
import { retryRevocation } from './retry-revocation.ts';
import { findVault } from './vault-of.ts';

/** The options of {@link resumeDisconnects}. */
export interface ResumeOptions {
  /** Stops the walk with `aborted`. Disconnects that were found before go on. */
  signal?: AbortSignal | undefined;
}

/**
 * Resumes the disconnects that a killed process has left unfinished: in the background, with pauses, until the server
 * confirms them or the vault closes. `@closekit/server` calls it after its start and every hour; an app without
 * it calls it after its own start. Where the host stops the process between calls, and for an object that
 * `createCloseOAuth` did not return, it does nothing: there `keepAlive` finishes them.
 *
 * Cost: the whole store is read, 500 rows in each read.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param options - A signal.
 * @returns How many disconnects go on.
 * @throws CloseOAuthError `aborted`, `closed`, or `store_unavailable` when the next page cannot be read.
 * @example
 * ```ts
 * const oauth = createCloseOAuth(options);
 * await resumeDisconnects(oauth);
 * ```
 */
export async function resumeDisconnects(oauth: object, { signal }: ResumeOptions = {}): Promise<number> {
  const inside = findVault(oauth);
  if (inside === undefined || inside.vault.host.callMs !== Infinity) return 0;
  const { vault, states } = inside;
  let count = 0;
  for await (const found of vault.records.scan()) {
    assertWalking(vault, signal);
    const { id, record, reason } = readRow(found);
    if (reason !== undefined || record.status !== 'revoking') continue;
    count += 1;
    retryRevocation(vault, states.of(id).state);
  }
  return count;
}
