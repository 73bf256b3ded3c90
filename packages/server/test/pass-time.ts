import { vi } from 'vitest';

/** Runs work in a time that passes only by `pass`, which first waits until the work has set a timer. */
export async function withTime(work: (pass: (ms: number) => Promise<void>) => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await work(async (ms) => {
      while (vi.getTimerCount() === 0) await new Promise((resolve) => void setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(ms);
    });
  } finally {
    vi.useRealTimers();
  }
}
