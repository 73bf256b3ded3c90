import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { readRow } from '../record/read-row.ts';
import type { UnreadableRow } from '../record/read-row.ts';
import { resealPair } from '../record/sealed-pair.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
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
