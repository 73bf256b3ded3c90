/** The longest delay a timer takes; a longer one would fire at once. */
export const maxTimerMs: number = 2 ** 31 - 1;

/**
 * Waits.
 *
 * @param delayMs - How long, in milliseconds.
 * @param signal - Ends the wait early.
 * @returns Nothing, when the time is over.
 * @throws The signal's reason, once it aborts.
 */
export function sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(delayMs, maxTimerMs),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
