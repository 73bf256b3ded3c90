/** Who waits for which record. */
export interface WakeUps {
  /** Adds a waiter; what it returns takes the waiter away again. */
  add(key: string, wake: () => void): () => void;
  /** Wakes those who wait for one record. */
  readonly wake: (key: string) => void;
  /** Wakes everyone, after a time in which wake-ups may have been missed. */
  readonly wakeAll: () => void;
}

/**
 * Keeps a list of waiters for a store that learns from its database what was written.
 *
 * @returns The list, empty.
 */
export function createWakeUps(): WakeUps {
  const waiters = new Map<string, Set<() => void>>();
  const wake = (key: string): void => {
    for (const call of waiters.get(key) ?? []) call();
  };
  return {
    add(key, call) {
      // The same function may wait twice; each wait ends on its own.
      const own = (): void => call();
      const waiting = waiters.get(key) ?? new Set();
      waiters.set(key, waiting.add(own));
      return () => {
        waiting.delete(own);
        if (waiting.size === 0 && waiters.get(key) === waiting) waiters.delete(key);
      };
    },
    wake,
    wakeAll() {
      for (const key of waiters.keys()) wake(key);
    },
  };
}
