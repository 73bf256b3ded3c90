/** A longer timer would fire at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Resolves after a duration. When the signal aborts it settles at once, in either way. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<unknown>;

/** The default {@link Sleep}: a timer. It rejects with the reason of the signal when the signal aborts. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      const reason: Error = signal?.reason;
      reject(reason);
    };
    const wake = (): void => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(durationMs, longestTimerMs));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
