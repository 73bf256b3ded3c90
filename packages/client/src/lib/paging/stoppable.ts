/**
 * Runs a generator whose work stops at once when its consumer leaves. A generator on its own would first
 * finish the request under way: its `return()` waits for the pending `next()`.
 *
 * @param run - Builds the generator; the signal tells it to stop.
 * @returns The iterator to hand out.
 */
export function stoppable<T>(run: (stop: AbortSignal) => AsyncGenerator<T>): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const items = run(controller.signal);
  return {
    next: () => items.next(),
    return: () => {
      controller.abort();
      return items.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
