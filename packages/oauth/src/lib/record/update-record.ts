import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantId } from './grant-id.ts';
import type { GrantRecords, RecordContent } from './grant-records.ts';
import type { GrantRecord } from './token-store.ts';

/** How {@link updateRecord} changes a record. */
export interface RecordChange {
  /** Returns the new content, or `undefined` to leave the record. Called again after each conflict. */
  readonly change: (
    found: GrantRecord | undefined,
  ) => RecordContent | undefined | Promise<RecordContent | undefined>;
  /** The latest known record, to save the first read. */
  readonly latest?: GrantRecord;
  /** The maximum number of writes. Default: 8. */
  readonly tries?: number;
}

/**
 * Reads a record, changes it and writes it with compare-and-set, again after each conflict.
 *
 * @returns The latest record, and whether this call wrote it.
 * @throws CloseOAuthError `store_unavailable` after too many conflicts, and the errors of the store and of
 * `change`.
 */
export async function updateRecord(
  records: Pick<GrantRecords, 'load' | 'write'>,
  id: GrantId,
  { change, latest, tries = 8 }: RecordChange,
): Promise<{ readonly record: GrantRecord | undefined; readonly isWritten: boolean }> {
  for (let count = 0; count < tries; count += 1) {
    const found = (count === 0 && latest) || (await records.load(id));
    const next = await change(found);
    if (next === undefined) return { record: found, isWritten: false };
    const record = await records.write(id, found?.version ?? 0, next);
    if (record !== undefined) return { record, isWritten: true };
  }
  throw new CloseOAuthError('store_unavailable', 'Too many concurrent updates to this grant. Try again.');
}
