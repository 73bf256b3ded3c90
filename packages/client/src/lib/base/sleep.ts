/** The longest delay of a timer; a longer one fires at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Resolves after a duration. When the signal aborts it settles at once, resolved or rejected. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<unknown>;

/** The default {@link Sleep}: a timer, of at most {@link longestTimerMs}. It resolves when the signal aborts. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, durationMs);
    signal?.addEventListener('abort', finish);
  });
}
