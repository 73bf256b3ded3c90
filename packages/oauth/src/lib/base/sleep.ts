/** A longer timer would fire at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/**
 * Waits.
 *
 * @param durationMs - How long, in milliseconds.
 * @param signal - Ends the wait early, quietly.
 */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(durationMs, longestTimerMs));
    signal?.addEventListener('abort', wake, { once: true });
  });
}
