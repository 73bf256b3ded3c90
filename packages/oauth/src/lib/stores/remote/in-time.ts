import { longestTimerMs } from '../../base/sleep.ts';

/** What a call without an answer ends with. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
}

/**
 * Waits for a call, but not for ever.
 *
 * @param timeoutMs - How long, in milliseconds.
 * @param work - The call.
 * @returns What it gives.
 * @throws CallTimeout when it has no answer by then; it may still have an effect.
 */
export function inTime<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new CallTimeout(`No answer in ${timeoutMs} ms`));
    const timer = setTimeout(giveUp, Math.min(timeoutMs, longestTimerMs));
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(error);
    };
    const succeed = (value: T): void => {
      clearTimeout(timer);
      resolve(value);
    };
    try {
      work().then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}
