/** A value that is created at first use: see {@link createLazy}. */
export interface Lazy<T> {
  /**
   * Creates the value unless it exists. Concurrent callers share one creation; a failure is not remembered.
   */
  readonly get: () => Promise<T>;
  /** Returns the value, if it was created, and forgets it: the next `get` creates another. */
  readonly release: () => Promise<T | undefined>;
  /** Forgets a value if it is the current one; `false` when it was forgotten before. */
  readonly forget: (value: T) => boolean;
}

/** Defers the creation of a value to its first use. */
export function createLazy<T>(create: () => Promise<T>): Lazy<T> {
  let creating: Promise<T> | undefined;
  let current: { readonly value: T } | undefined;

  async function createOnce(): Promise<T> {
    try {
      const value = await create();
      current = { value };
      return value;
    } catch (error) {
      creating = undefined;
      throw error;
    }
  }

  return {
    get: () => (creating ??= createOnce()),
    async release() {
      const created = await creating?.catch(() => undefined);
      creating = undefined;
      current = undefined;
      return created;
    },
    forget(value) {
      if (current === undefined || current.value !== value) return false;
      creating = undefined;
      current = undefined;
      return true;
    },
  };
}
