import type { ActivityEntry } from './hooks/use-demo-activity.ts';

/** A period during which the expiry of the token stays the same. */
export interface TokenStretch {
  readonly from: number;
  readonly to: number;
  /** When the token expires. */
  readonly expiresAt: number;
}

interface TokenLifeOptions {
  readonly from: number;
  readonly to: number;
  readonly lifetimeMs: number;
}

const fresh = new Set(['refreshed', 'authorized']);
const over = new Set(['expired', 'removed', 'dead', 'revoked']);

/** Returns the expiry of the token over a period, from the events that changed it. */
export function tokenLife(
  entries: readonly ActivityEntry[],
  { from, to, lifetimeMs }: TokenLifeOptions,
): readonly TokenStretch[] {
  const changes = entries.filter(({ at, kind }) => at <= to && (fresh.has(kind) || over.has(kind)));
  const ends = changes.map(({ at, kind }) => ({ at, expiresAt: fresh.has(kind) ? at + lifetimeMs : at }));
  return ends.flatMap(({ at, expiresAt }, index) => {
    const end = ends[index + 1]?.at ?? to;
    return end <= from ? [] : [{ from: Math.max(at, from), to: end, expiresAt }];
  });
}
