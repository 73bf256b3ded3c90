import { untilAborted } from './until-aborted.ts';

/** A longer timer would fire at once. */
export const longestTimerMs: number = 2 ** 31 - 1;

/** Waits for a duration. An aborted signal ends the wait at once; the promise may then resolve or reject. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<unknown>;

/** A {@link Sleep} that does not keep the process alive, where the host can tell. */
export function idleSleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return wait(durationMs, signal, true);
}

/** The default {@link Sleep}: a timer. It rejects with the reason of the signal when the signal aborts. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return wait(durationMs, signal, false);
}

function wait(durationMs: number, signal: AbortSignal | undefined, isIdle: boolean): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(durationMs, longestTimerMs));
    if (isIdle) unref(timer);
  });
  if (signal === undefined) return waiting;
  return untilAborted(waiting, signal, (reject) => {
    clearTimeout(timer);
    reject(signal.reason);
  });
}

/** Timers of browsers and workers are numbers. */
function unref(timer: unknown): void {
  if (typeof timer !== 'object' || timer === null || !('unref' in timer)) return;
  if (typeof timer.unref === 'function') timer.unref();
}
