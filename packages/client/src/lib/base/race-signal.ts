/**
 * Waits for work until a signal aborts, also when the work itself does not listen to the signal.
 *
 * @param work - Starts the work; not called when the signal has aborted already.
 * @param signal - Ends the waiting.
 * @returns What the work gives.
 * @throws The signal's reason, once it aborts.
 */
export async function raceSignal<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work();
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const done = work().finally(() => signal.removeEventListener('abort', onAbort));
    done.then(resolve, reject);
  });
}
