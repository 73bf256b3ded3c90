import { dropOldest } from '../base/drop-oldest.ts';

/** A bounded set of recent keys. */
export interface RecentKeys {
  /** Adds a key. `false` when the set has it already. */
  add(key: string): boolean;
  delete(key: string): void;
}

/** Creates a set of at most `limit` keys; beyond it the oldest is dropped. */
export function createRecentKeys(limit: number): RecentKeys {
  const keys = new Set<string>();
  return {
    add(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      dropOldest(keys, limit);
      return true;
    },
    delete(key) {
      keys.delete(key);
    },
  };
}
