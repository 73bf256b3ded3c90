/**
 * Waits for work until a signal aborts, even when the work ignores the signal. It does not start the work
 * when the signal has already aborted.
 *
 * @throws Error that is the signal's reason.
 */
export async function raceSignal<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work();
  // React Native has no `throwIfAborted`.
  if (signal.aborted) throw signal.reason;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const done = work().finally(() => signal.removeEventListener('abort', onAbort));
    done.then(resolve, reject);
  });
}
