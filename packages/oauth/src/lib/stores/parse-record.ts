import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { recordUnreadable } from '../record/record-unreadable.ts';
import type { GrantPage, GrantRecord, GrantRow } from '../record/token-store.ts';
import { rowText } from './row-text.ts';

/**
 * Parses the record of a row; `undefined` only when there is no row.
 *
 * @throws CloseOAuthError `record_unreadable` when the text is not that of a record, `store_unavailable` when the
 * column has another type.
 */
export function parseRow(row: unknown): GrantRecord | undefined {
  if (row === undefined) return undefined;
  const text = rowText(row, 'record');
  if (text !== undefined) return parseRecord(text);
  const message = 'The column `record` of the token store must be text. Check the type of the column.';
  throw new CloseOAuthError('store_unavailable', message);
}

/**
 * Parses the stored text of a record.
 *
 * @throws CloseOAuthError `record_unreadable` when the text was cut off, or is not that of an object.
 */
export function parseRecord(text: string): GrantRecord {
  const record = parseObject(text);
  if (record === undefined) throw recordUnreadable();
  return record;
}

/** Parses a row of a scan; the record is `undefined` when its text is not that of a record. */
export function parseScanned(key: string, text: string | undefined): GrantRow {
  return { key, record: text === undefined ? undefined : parseObject(text) };
}

function parseObject(text: string): GrantRecord | undefined {
  try {
    // Only `compareAndSet` of the store writes it, and the vault checks the form.
    const record: GrantRecord | null = JSON.parse(text);
    return typeof record === 'object' && record !== null ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Turns rows with `key` and `record` into a page; the cursor is the last key. A short page is the last one. */
export function parsePage(found: readonly unknown[], limit: number): GrantPage {
  const rows = found.map((row) => parseScanned(rowText(row, 'key') ?? '', rowText(row, 'record')));
  return { rows, next: rows.length < limit ? undefined : rows.at(-1)?.key };
}
