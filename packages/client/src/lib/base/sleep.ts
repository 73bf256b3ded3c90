/** The longest delay a timer takes; a longer one would fire at once. */
export const maxTimerMs: number = 2 ** 31 - 1;

/** Resolves after a duration. When the signal aborts it settles at once, in either way. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<unknown>;

/** The default {@link Sleep}: a timer. It rejects with the reason of the signal. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
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
      Math.min(durationMs, maxTimerMs),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
