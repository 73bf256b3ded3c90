/** A value that is created at first use: see {@link createLazy}. */
export interface Lazy<T> {
  /**
   * Creates the value unless it exists. Concurrent callers share one creation; a failure is not remembered.
   */
  readonly get: () => Promise<T>;
  /** Returns the value, if it was created, and forgets it: the next `get` creates another. */
  readonly release: () => Promise<T | undefined>;
}

/** Defers the creation of a value to its first use. */
export function createLazy<T>(create: () => Promise<T>): Lazy<T> {
  let creating: Promise<T> | undefined;
  return {
    get() {
      creating ??= create().catch((error: unknown) => {
        creating = undefined;
        throw error;
      });
      return creating;
    },
    async release() {
      const created = await creating?.catch(() => undefined);
      creating = undefined;
      return created;
    },
  };
}
