import { sleep } from '../../base/sleep.ts';
import { isLocked } from './database-error.ts';

const longestPauseMs = 10;

/**
 * Runs `work` again while another connection has the file locked. The event loop goes on between the
 * attempts.
 *
 * @param busyTimeoutMs - After this time the lock's error is thrown, in milliseconds.
 */
export async function whenFree<T>(busyTimeoutMs: number, work: () => T): Promise<T> {
  const end = performance.now() + busyTimeoutMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= end) throw error;
      // Short at first: most locks are those of one write.
      await sleep(Math.random() * Math.min(tries, longestPauseMs));
    }
  }
}
