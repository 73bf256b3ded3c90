import { invalidFields } from '../base/api-refusal.ts';

const cursorLifetimeMs = 30_000;

/** Creates a cursor for a position in the results. It expires after 30 seconds. */
export function createSearchCursor(skip: number, now: number): string {
  return btoa(JSON.stringify([skip, now + cursorLifetimeMs]));
}

/** Reads the position of a cursor; 0 without a cursor. */
export function readSearchCursor(cursor: unknown, now: number): number {
  if (cursor === undefined || cursor === null) return 0;
  const [skip, expiresAt] = decode(cursor);
  if (typeof skip !== 'number' || typeof expiresAt !== 'number')
    throw invalidFields({ cursor: 'Invalid cursor' });
  if (expiresAt <= now) throw invalidFields({ cursor: 'Expired cursor' });
  return skip;
}

function decode(cursor: unknown): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(atob(String(cursor)));
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
