import { isRecord } from '../base/is-record.ts';
import type { SessionRecord, StoredSession } from './session-store.ts';

/** The values of a row, in the order of {@link rowColumns}. */
export type RowValues = (string | number | null)[];

/** The columns of a session, as SQL databases and hashes of Redis name them. */
export const rowColumns = [
  'user_id',
  'organization_id',
  'other_organizations',
  'profile',
  'device',
  'created_at',
  'last_seen_at',
  'expires_at',
] as const;

/** The values to store for a record. */
export function toRowValues(record: SessionRecord): RowValues {
  const { userId, organizationId, otherOrganizations, profile, device } = record;
  const texts = [userId, organizationId, JSON.stringify(otherOrganizations), toText(profile), device];
  return [...texts, record.createdAt, record.lastSeenAt, record.expiresAt];
}

/** The text of a member that may be unset. */
export function toText(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** Every organization of a record, once. */
export function organizationIdsOf({ organizationId, otherOrganizations }: SessionRecord): string[] {
  return [...new Set([organizationId, ...otherOrganizations.map(({ id }) => id)])];
}

/** Reads a row with its key; `undefined` for any other value. */
export function parseRow(row: unknown): StoredSession | undefined {
  if (!isRecord(row) || typeof row['key'] !== 'string') return undefined;
  const { key, other_organizations: others, profile, device } = row;
  const record: SessionRecord = {
    organizationId: String(row['organization_id']),
    userId: String(row['user_id']),
    otherOrganizations: parseJson(String(others)),
    profile: typeof profile === 'string' && profile !== '' ? parseJson(profile) : null,
    device: String(device),
    // PostgreSQL drivers return 64-bit numbers as text.
    createdAt: Number(row['created_at']),
    lastSeenAt: Number(row['last_seen_at']),
    expiresAt: Number(row['expires_at']),
  };
  return { key, record };
}

/** Damaged text becomes `undefined`, with which the record is none: one row must not fail a whole list. */
function parseJson(text: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
