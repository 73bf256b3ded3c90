import type { GrantRecord } from '../record/token-store.ts';

/** Parses the stored text of a record; undefined when there is none. */
export function parseRecord(text: string | undefined): GrantRecord | undefined {
  if (text === undefined) return undefined;
  // Only `compareAndSet` of the store writes it, and the vault checks the form.
  const record: GrantRecord = JSON.parse(text);
  return record;
}
