import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { parseGrantKey } from '../record/grant-id.ts';
import { isGrantRecord } from '../record/grant-records.ts';
import { resealPair } from '../record/sealed-pair.ts';
import type { Sealer } from '../record/sealer.ts';
import type { GrantRow } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import type { Vault } from '../vault/vault.ts';

/** The progress of {@link CloseOAuth.reseal}. */
export interface ResealProgress {
  /** Records that were read. */
  readonly seen: number;
  /** Records that were sealed with the first key. */
  readonly resealed: number;
  /** Rows that could not be read; they were not changed. */
  readonly unreadable: number;
}

/** A stored row that could not be read: see {@link ResealOptions.onUnreadable}. */
export interface UnreadableRow {
  /** The key of the row. */
  readonly key: string;
  /**
   * `not_a_record`: it was cut off, or has the form of another program or a newer version · `no_key`: none of the
   * `keys` opens its tokens · `not_a_grant`: its key is not that of a grant.
   */
  readonly reason: 'not_a_record' | 'no_key' | 'not_a_grant';
}

/** The options of {@link CloseOAuth.reseal}. */
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
 * Seals every record with the first key. A record that is sealed with it already costs nothing but its place in a
 * page: a stopped walk resumes by starting again. Grants may be refreshed at the same time, in any process.
 *
 * @throws CloseOAuthError `aborted`, `store_unavailable` or `closed`.
 */
export async function resealGrants(
  vault: Vault,
  sealer: Sealer,
  options: ResealOptions,
): Promise<ResealProgress> {
  const progress = { seen: 0, resealed: 0, unreadable: 0 };
  for await (const row of vault.records.scan()) {
    if (options.signal?.aborted || vault.closed()) {
      throw new CloseOAuthError('aborted', 'Resealing was stopped. Call `reseal` again to resume.');
    }
    const outcome = await resealOne(vault, sealer, row);
    progress.seen += 1;
    if (outcome === 'resealed') progress.resealed += 1;
    else if (outcome !== 'kept') {
      progress.unreadable += 1;
      options.onUnreadable?.({ key: row.key, reason: outcome });
    }
    options.onProgress?.({ ...progress });
  }
  return progress;
}

async function resealOne({ records }: Vault, sealer: Sealer, { key, record }: GrantRow): Promise<Outcome> {
  const id = parseGrantKey(key);
  if (id === undefined) return 'not_a_grant';
  if (!isGrantRecord(record)) return 'not_a_record';
  if (record.sealed === null || sealer.isCurrent(record.sealed)) return 'kept';
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
    if (isCloseOAuthError(error) && error.code === 'record_unreadable') return 'no_key';
    throw error;
  }
}
