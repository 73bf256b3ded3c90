import { sleep } from '../../base/sleep.ts';
import { isLocked } from './database-error.ts';

const busyPauseMs = 5;

/**
 * Runs `work` again while another connection has the file locked. The event loop goes on between the
 * attempts.
 *
 * @param busyTimeoutMs - After this time the lock's error is thrown, in milliseconds.
 */
export async function whenFree<T>(busyTimeoutMs: number, work: () => T): Promise<T> {
  const end = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= end) throw error;
      await sleep(busyPauseMs + Math.random() * busyPauseMs);
    }
  }
}
