/**
 * An event that happens once. Calls of a Cloudflare Worker can share it and create it before the first call, which they
 * cannot do with an `AbortSignal`.
 */
export interface Latch {
  /** Whether it has happened. */
  readonly isSet: boolean;
  /** Lets it happen. */
  set(): void;
  /**
   * Calls a listener when it happens.
   *
   * @returns Removes the listener.
   */
  onSet(listener: () => void): () => void;
}

/** Creates a latch. */
export function createLatch(): Latch {
  const listeners = new Set<() => void>();
  let isSet = false;
  return {
    get isSet() {
      return isSet;
    },
    set() {
      isSet = true;
      for (const listener of listeners) listener();
      listeners.clear();
    },
    onSet(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
