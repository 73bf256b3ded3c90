import { describe, expect, it, vi } from 'vitest';
import { createLatch } from './latch.ts';

describe('createLatch', () => {
  it('calls its listeners once, when it is set', () => {
    const latch = createLatch();
    const listener = vi.fn<() => void>();
    latch.onSet(listener);
    expect([latch.isSet, listener.mock.calls.length]).toEqual([false, 0]);
    latch.set();
    latch.set();
    expect([latch.isSet, listener.mock.calls.length]).toEqual([true, 1]);
  });

  it('does not call a removed listener', () => {
    const latch = createLatch();
    const listener = vi.fn<() => void>();
    latch.onSet(listener)();
    latch.set();
    expect(listener).not.toHaveBeenCalled();
  });
});
