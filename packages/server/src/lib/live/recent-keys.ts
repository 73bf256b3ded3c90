import { dropOldest } from '../base/drop-oldest.ts';

/** The last keys of many, bounded. */
export interface RecentKeys {
  /** False when the key is there already. */
  add(key: string): boolean;
  delete(key: string): void;
}

/** Remembers that many keys; beyond that, the oldest goes. */
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
