import { readRow } from '../record/read-row.ts';
import type { UnreadableRow } from '../record/read-row.ts';
import { resealPair } from '../record/sealed-pair.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import type { Sealer } from '../record/sealer.ts';
import type { GrantRow } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { assertOpen } from '../vault/vault.ts';
import type { Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import type { GrantOperations } from './grant-operations.ts';
import { vaultOf } from './vault-of.ts';
import type { VaultInside } from './vault-of.ts';

/** The progress of {@link resealGrants}. */
export interface ResealProgress {
  /** Records that were read. */
  readonly seen: number;
  /** Records that were sealed with the first key. */
  readonly resealed: number;
  /** Rows that could not be read; they were not changed. */
  readonly unreadable: number;
}

/** The options of {@link resealGrants}. */
export interface ResealOptions {
  /** Called after every record. */
  onProgress?: ((progress: ResealProgress) => void) | undefined;
  /** Called for every row that could not be read; the walk goes on. */
  onUnreadable?: ((row: UnreadableRow) => void) | undefined;
  /** Stops after the current record. Records that were resealed stay so. */
  signal?: AbortSignal | undefined;
}

type Outcome = 'kept' | 'resealed' | UnreadableRow['reason'];

/**
 * Seals every record with the first key again, so that older keys can be removed. It may run while grants are
 * refreshed. Call it again to resume.
 *
 * Cost: one read for 500 rows; for each record that the first key has not sealed also one read and one write.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param options - `onProgress` is called after every record, `onUnreadable` for a row that cannot be read; `signal`
 * stops.
 * @returns The numbers of rows that were seen, resealed and unreadable.
 * @throws TypeError when `oauth` is no vault.
 * @throws CloseOAuthError `aborted`, `store_unavailable`, `keys_unavailable` or `closed`.
 * @example
 * ```ts
 * const { unreadable } = await resealGrants(oauth);
 * ```
 */
export async function resealGrants(
  oauth: GrantOperations,
  options: ResealOptions = {},
): Promise<ResealProgress> {
  const inside = vaultOf(oauth, 'resealGrants');
  assertOpen(inside.vault);
  return inside.vault.track(resealAll(inside, options));
}

async function resealAll(
  { vault, sealer }: VaultInside,
  { onProgress, onUnreadable, signal }: ResealOptions,
): Promise<ResealProgress> {
  const progress = { seen: 0, resealed: 0, unreadable: 0 };
  for await (const row of vault.records.scan()) {
    assertWalking(vault, signal);
    const outcome = await resealOne(vault, sealer, row);
    progress.seen += 1;
    if (outcome === 'resealed') progress.resealed += 1;
    else if (outcome !== 'kept') {
      progress.unreadable += 1;
      onUnreadable?.({ key: row.key, reason: outcome });
    }
    onProgress?.({ ...progress });
  }
  return progress;
}

async function resealOne({ records }: Vault, sealer: Sealer, row: GrantRow): Promise<Outcome> {
  const { id, record, reason } = readRow(row);
  if (reason !== undefined) return reason;
  if (record.sealed === null || (await sealer.isCurrent(record.sealed))) return 'kept';
  try {
    const { isWritten } = await updateRecord(records, id, {
      async change(found) {
        const sealed = found && (await resealPair(sealer, id, found));
        // The fingerprint stays: a refresh in progress identifies its refresh token by it.
        return found && sealed ? { ...found, sealed } : undefined;
      },
    });
    return isWritten ? 'resealed' : 'kept';
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return error.code === 'record_too_new' ? 'too_new' : 'no_key';
  }
}
