import type { ActivityEntry } from './hooks/use-demo-activity.ts';

/** A stretch of time in which the token's end stayed the same. */
export interface TokenStretch {
  readonly from: number;
  readonly to: number;
  /** When the token ended, or would have. */
  readonly expiresAt: number;
}

interface TokenLifeOptions {
  readonly from: number;
  readonly to: number;
  readonly lifetimeMs: number;
}

const fresh = new Set(['refreshed', 'authorized']);
const over = new Set(['expired', 'removed', 'dead', 'revoked']);

/** How long the token had left over a span of time, from the events that changed it. */
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
