/**
 * Remembers the first value that was created. Concurrent callers do not wait for each other: a host may stop the call that
 * creates a value. A failure is not remembered.
 */
export function createFirstValue<T>(create: () => Promise<T>): () => Promise<T> {
  let first: { readonly value: T } | undefined;
  return async () => {
    if (first !== undefined) return first.value;
    const value = await create();
    first ??= { value };
    return first.value;
  };
}
