import type { ApiCall } from '../base/api-call.ts';
import { invalidFields } from '../base/api-call.ts';

export interface SearchPosition {
  readonly skip: number;
  /** The ids of all results, if the cursors are snapshots. Those of the first page are not known yet. */
  readonly ids?: readonly string[] | undefined;
}

interface Snapshot {
  readonly ids: readonly string[];
  readonly expiresAt: number;
}

const snapshotsOf = new WeakMap<object, Map<number, Snapshot>>();

export function createSearchCursor(call: ApiCall, { skip, ids }: SearchPosition): string {
  const expiresAt = call.now + call.ceilings.searchCursorMs;
  if (ids === undefined) return btoa(JSON.stringify([skip, expiresAt]));
  const snapshots = snapshotsOf.get(call.data.organization) ?? new Map<number, Snapshot>();
  snapshotsOf.set(call.data.organization, snapshots);
  for (const [number, snapshot] of snapshots) if (snapshot.expiresAt <= call.now) snapshots.delete(number);
  const number = Math.max(0, ...snapshots.keys()) + 1;
  snapshots.set(number, { ids, expiresAt });
  return btoa(JSON.stringify([skip, expiresAt, number]));
}

/** Reads the position of a cursor; the start without a cursor. */
export function readSearchCursor({ body: { cursor }, data, now }: ApiCall): SearchPosition {
  if (cursor === undefined || cursor === null) return { skip: 0 };
  const [skip, expiresAt, number] = decode(cursor);
  if (typeof skip !== 'number' || typeof expiresAt !== 'number')
    throw invalidFields({ cursor: 'Invalid cursor' });
  if (expiresAt <= now) throw invalidFields({ cursor: 'Expired cursor' });
  if (typeof number !== 'number') return { skip };
  const snapshot = snapshotsOf.get(data.organization)?.get(number);
  if (snapshot === undefined) throw invalidFields({ cursor: 'Invalid cursor' });
  return { skip, ids: snapshot.ids };
}

function decode(cursor: unknown): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(atob(String(cursor)));
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
