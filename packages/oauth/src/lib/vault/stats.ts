import type { OAuthEventType } from './event.ts';

/** How many times each outcome has happened since the vault was made. */
export type OAuthStats = Readonly<Record<OAuthEventType, number>>;

/** Counts outcomes. */
export interface StatsCounter {
  /** Counts one. */
  add(type: OAuthEventType): void;
  /** Gives the counts so far, as a copy. */
  readonly read: () => OAuthStats;
}

/** @returns A counter at zero. */
export function createStatsCounter(): StatsCounter {
  const counts: Record<OAuthEventType, number> = {
    authorized: 0,
    refreshed: 0,
    joined: 0,
    adopted: 0,
    transient: 0,
    ambiguous_recovered: 0,
    ambiguous_lost: 0,
    dead: 0,
    store_retry: 0,
    revoked: 0,
  };
  return {
    add(type) {
      counts[type] += 1;
    },
    read: () => ({ ...counts }),
  };
}
