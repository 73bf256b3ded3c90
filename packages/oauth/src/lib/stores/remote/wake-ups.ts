/** The subscribers of records. */
export interface WakeUps {
  /** Adds a subscriber of a record; the result removes it. */
  add(key: string, wake: () => void): () => void;
  /** Calls the subscribers of one record. */
  readonly wake: (key: string) => void;
  /** Calls all subscribers, after a time in which writes may have been missed. */
  readonly wakeAll: () => void;
}

/** Creates an empty list of subscribers, for a store whose database reports writes. */
export function createWakeUps(): WakeUps {
  const subscribers = new Map<string, Set<() => void>>();
  const wake = (key: string): void => {
    for (const call of subscribers.get(key) ?? []) call();
  };
  return {
    add(key, call) {
      // The same function may subscribe twice; each subscription ends separately.
      const own = (): void => call();
      const ofKey = subscribers.get(key) ?? new Set();
      subscribers.set(key, ofKey.add(own));
      return () => {
        ofKey.delete(own);
        if (ofKey.size === 0 && subscribers.get(key) === ofKey) subscribers.delete(key);
      };
    },
    wake,
    wakeAll() {
      for (const key of subscribers.keys()) wake(key);
    },
  };
}
