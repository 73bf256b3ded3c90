/**
 * Runs a generator that stops at once when its consumer leaves, by aborting its signal. By itself a generator
 * would first finish the request in flight: its `return()` waits for the pending `next()`.
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
