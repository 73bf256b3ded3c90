import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { rowText } from './row-text.ts';

/** Parses the record of a row; undefined only when there is no row. */
export function parseRow(row: unknown): GrantRecord | undefined {
  if (row === undefined) return undefined;
  const text = rowText(row, 'record');
  if (text !== undefined) return parseRecord(text);
  const message = 'The column `record` of the token store must be text. Check the type of the column.';
  throw new CloseOAuthError('store_unavailable', message);
}

/** Parses the stored text of a record; undefined when there is none. */
export function parseRecord(text: string | undefined): GrantRecord | undefined {
  if (text === undefined) return undefined;
  // Only `compareAndSet` of the store writes it, and the vault checks the form.
  const record: GrantRecord = JSON.parse(text);
  return record;
}
