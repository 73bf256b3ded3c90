import type { Vault } from './vault.ts';

/** The token pairs that are not stored yet. */
export interface UnsavedPairs {
  /** The number of pairs. */
  readonly count: number;
  /** The time since the oldest one arrived, in milliseconds. */
  readonly oldestMs: number;
}

/** Counts the token pairs that are not stored yet. */
export function countUnsaved({ unsaved, elapsed }: Pick<Vault, 'unsaved' | 'elapsed'>): UnsavedPairs {
  const now = elapsed();
  let since = now;
  for (const time of unsaved.values()) since = Math.min(since, time);
  return { count: unsaved.size, oldestMs: now - since };
}
