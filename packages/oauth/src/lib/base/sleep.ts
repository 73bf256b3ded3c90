import { untilAborted } from './until-aborted.ts';

/** A longer timer would fire at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Waits for a duration. An aborted signal ends the wait at once; the promise may then resolve or reject. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<unknown>;

/** The default {@link Sleep}: a timer. It rejects with the reason of the signal when the signal aborts. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(durationMs, longestTimerMs));
  });
  if (signal === undefined) return waiting;
  return untilAborted(waiting, signal, (reject) => {
    clearTimeout(timer);
    reject(signal.reason);
  });
}
