import { invalidFields } from '../base/api-refusal.ts';

const cursorLifetimeMs = 30_000;

/** A cursor that stands for a place in the results, for half a minute. */
export function makeCursor(skip: number, now: number): string {
  return btoa(JSON.stringify([skip, now + cursorLifetimeMs]));
}

/** The place that a cursor stands for; the beginning without one. */
export function readCursor(cursor: unknown, now: number): number {
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
