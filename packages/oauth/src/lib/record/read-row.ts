import { parseGrantKey } from './grant-id.ts';
import type { GrantId } from './grant-id.ts';
import { isGrantRecord, isTooNew } from './grant-records.ts';
import type { GrantRecord, GrantRow } from './token-store.ts';

/** A stored row that cannot be read. */
export interface UnreadableRow {
  /** The key of the row. */
  readonly key: string;
  /**
   * `not_a_record`: it was cut off, or another program wrote it · `too_new`: a newer version of this package wrote it,
   * upgrade · `no_key`: none of the `keys` opens its tokens · `not_a_grant`: its key is not that of a grant.
   */
  readonly reason: 'not_a_record' | 'too_new' | 'no_key' | 'not_a_grant';
}

/** A row of a scan: a grant with its record, or the reason why it cannot be read. */
export type ReadRow =
  | { readonly key: string; readonly id: GrantId; readonly record: GrantRecord; readonly reason?: undefined }
  | (UnreadableRow & { readonly id: GrantId | undefined; readonly record?: undefined });

/** Checks a row of a scan, without opening its tokens. */
export function readRow({ key, record }: GrantRow): ReadRow {
  const id = parseGrantKey(key);
  if (id === undefined) return { key, id, reason: 'not_a_grant' };
  if (isTooNew(record)) return { key, id, reason: 'too_new' };
  return isGrantRecord(record) ? { key, id, record } : { key, id, reason: 'not_a_record' };
}
