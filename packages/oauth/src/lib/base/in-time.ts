import { longestTimerMs } from './sleep.ts';

/** The error of a call that did not settle within its time limit. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
}

/**
 * Waits for a call for a limited time.
 *
 * @throws CallTimeout after the time limit; the call may still take effect.
 */
export async function inTime<T>(timeoutMs: number, call: () => T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    const giveUp = (): void => reject(new CallTimeout(`No result after ${timeoutMs} ms.`));
    timer = setTimeout(giveUp, Math.min(timeoutMs, longestTimerMs));
  });
  try {
    return await Promise.race([call(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
