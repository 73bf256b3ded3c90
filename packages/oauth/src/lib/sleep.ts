/**
 * Waits.
 *
 * @param durationMs - how long, in milliseconds
 * @param signal - ends the wait early, quietly
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
    const timer = setTimeout(wake, durationMs);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
