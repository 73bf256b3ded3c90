import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { parseGrantKey } from '../record/grant-id.ts';
import { coded } from '../record/grant-records.ts';
import { resealPair } from '../record/sealed-pair.ts';
import type { Sealer } from '../record/sealer.ts';
import { updateRecord } from '../record/update-record.ts';
import type { Vault } from '../vault/vault.ts';

/** The progress of {@link CloseOAuth.reseal}. */
export interface ResealProgress {
  /** Records that were read. */
  readonly seen: number;
  /** Records that were sealed with the first key. */
  readonly resealed: number;
  /** Records that no key opens; they were not changed. */
  readonly unreadable: number;
}

/** The options of {@link CloseOAuth.reseal}. */
export interface ResealOptions {
  /** Called after every record. */
  onProgress?: ((progress: ResealProgress) => void) | undefined;
  /** Stops after the current record. Records that were resealed stay so. */
  signal?: AbortSignal | undefined;
}

type Outcome = 'kept' | 'resealed' | 'unreadable';

/**
 * Seals every record with the first key. A record that is sealed with it already costs only a read: a stopped
 * walk resumes by starting again. Grants may be refreshed at the same time, in any process.
 *
 * @throws CloseOAuthError `aborted`, `store_unavailable` or `closed`.
 * @throws TypeError when the store has no `list`.
 */
export async function resealGrants(
  vault: Vault,
  sealer: Sealer,
  options: ResealOptions,
): Promise<ResealProgress> {
  let progress: ResealProgress = { seen: 0, resealed: 0, unreadable: 0 };
  for await (const key of walk(vault)) {
    if (options.signal?.aborted || vault.closed()) {
      throw new CloseOAuthError('aborted', 'Resealing was stopped. Call `reseal` again to resume.');
    }
    const outcome = await resealOne(vault, sealer, key);
    progress = {
      seen: progress.seen + 1,
      resealed: progress.resealed + (outcome === 'resealed' ? 1 : 0),
      unreadable: progress.unreadable + (outcome === 'unreadable' ? 1 : 0),
    };
    options.onProgress?.(progress);
  }
  return progress;
}

async function* walk(vault: Vault): AsyncGenerator<string> {
  const listed = vault.records.keys();
  if (listed === undefined) throw new TypeError('reseal: `store.list` must be a function.');
  const keys = listed[Symbol.asyncIterator]();
  try {
    for (let step = await coded(() => keys.next()); !step.done; step = await coded(() => keys.next())) {
      yield step.value;
    }
  } finally {
    await keys.return?.();
  }
}

async function resealOne({ records }: Vault, sealer: Sealer, key: string): Promise<Outcome> {
  const id = parseGrantKey(key);
  if (id === undefined) return 'unreadable';
  try {
    const { isWritten } = await updateRecord(records, id, {
      async change(record) {
        const sealed = record && (await resealPair(sealer, id, record));
        // The fingerprint stays: a refresh in progress identifies its refresh token by it.
        return record && sealed ? { ...record, sealed } : undefined;
      },
    });
    return isWritten ? 'resealed' : 'kept';
  } catch (error) {
    if (isCloseOAuthError(error) && error.code === 'record_unreadable') return 'unreadable';
    throw error;
  }
}
