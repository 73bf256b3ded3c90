import { describe, expect, it } from 'vitest';
import { sleep } from './sleep.ts';

const minuteMs = 60_000;

describe('sleep', () => {
  it('resolves after its duration', async () => {
    const start = performance.now();
    await sleep(20, new AbortController().signal);
    expect(performance.now() - start).toBeGreaterThan(15);
  });

  it('rejects with the reason of its signal, at once', async () => {
    const reason = new Error('closed');
    const controller = new AbortController();
    const sleeping = sleep(minuteMs, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(sleep(minuteMs, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
