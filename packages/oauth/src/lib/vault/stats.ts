import type { OAuthEventType } from './event.ts';

/** The number of events of each type since the vault was created. */
export type OAuthStats = Readonly<Record<OAuthEventType, number>>;

/** Counts events. */
export interface StatsCounter {
  /** Counts one event. */
  add(type: OAuthEventType): void;
  /** Returns a copy of the counts. */
  readonly read: () => OAuthStats;
}

/** Creates a counter at zero. */
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
    call_too_short: 0,
    revoked: 0,
    revoke_retry: 0,
  };
  return {
    add(type) {
      counts[type] += 1;
    },
    read: () => ({ ...counts }),
  };
}
