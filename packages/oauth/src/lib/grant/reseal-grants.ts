import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { parseGrantKey } from '../record/grant-id.ts';
import { coded } from '../record/grant-records.ts';
import { updateRecord } from '../record/update-record.ts';
import type { Vault } from '../vault/vault.ts';

/** How far a walk over the store has come. */
export interface ResealProgress {
  /** Records looked at. */
  readonly seen: number;
  /** Records sealed anew under the first key. */
  readonly resealed: number;
  /** Records that no key opens; they were left as they are. */
  readonly unreadable: number;
}

/** The options of {@link CloseOAuth.reseal}. */
export interface ResealOptions {
  /** Told after every record. */
  onProgress?: ((progress: ResealProgress) => void) | undefined;
  /** Ends the walk after the record at hand; what was done stays done. */
  signal?: AbortSignal | undefined;
}

type Outcome = 'kept' | 'resealed' | 'unreadable';

/**
 * Seals every record under the first key. Records that are under it already cost a read, so a walk that was
 * ended is resumed by starting again. Refreshes may run meanwhile, in any process.
 *
 * @param vault - The vault.
 * @param options - Who is told, and what ends the walk.
 * @returns The counts of the whole walk.
 * @throws CloseOAuthError `aborted`, `store_unavailable` or `closed`.
 * @throws TypeError when the store has no `list`.
 */
export async function resealGrants(vault: Vault, options: ResealOptions): Promise<ResealProgress> {
  let progress: ResealProgress = { seen: 0, resealed: 0, unreadable: 0 };
  for await (const key of walk(vault)) {
    if (options.signal?.aborted || vault.closed()) {
      throw new CloseOAuthError('aborted', 'Sealing anew was stopped. Start it again to go on.');
    }
    const outcome = await resealOne(vault, key);
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
  const keys = vault.records.keys()[Symbol.asyncIterator]();
  try {
    for (let step = await coded(() => keys.next()); !step.done; step = await coded(() => keys.next())) {
      yield step.value;
    }
  } finally {
    await keys.return?.();
  }
}

async function resealOne({ records }: Vault, key: string): Promise<Outcome> {
  const id = parseGrantKey(key);
  if (id === undefined) return 'unreadable';
  try {
    const { isWritten } = await updateRecord(records, id, {
      async change(record) {
        const sealed = record && (await records.reseal(id, record));
        // The fingerprint stays: a refresh under way finds its own refresh token by it.
        return record && sealed ? { ...record, sealed } : undefined;
      },
    });
    return isWritten ? 'resealed' : 'kept';
  } catch (error) {
    if (isCloseOAuthError(error) && error.code === 'record_unreadable') return 'unreadable';
    throw error;
  }
}
