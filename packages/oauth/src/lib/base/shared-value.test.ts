import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deferred } from '../../../test/deferred.ts';
import { createSharedValue } from './shared-value.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);

describe('createSharedValue', () => {
  it('fetches once for concurrent callers', async () => {
    const fetch = vi.fn<() => Promise<number>>(async () => 1);
    const shared = createSharedValue(fetch);
    expect(await Promise.all([shared.get(), shared.get()])).toEqual([1, 1]);
    expect(await shared.get()).toBe(1);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('fetches again when the fetch of a cancelled call never settles', async () => {
    const fetch = vi.fn<() => Promise<number>>(async () => 2);
    fetch.mockImplementationOnce(never);
    const shared = createSharedValue(fetch);
    void shared.get();
    const others = Promise.all([shared.get(), shared.get()]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await others).toEqual([2, 2]);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('does not remember a failure', async () => {
    const fetch = vi.fn<() => Promise<number>>(async () => 1);
    fetch.mockRejectedValueOnce(new Error('down'));
    const shared = createSharedValue(fetch);
    await expect(Promise.all([shared.get(), shared.get()])).rejects.toThrow(new Error('down'));
    expect(await shared.get()).toBe(1);
  });

  it('does not replace the value of a later fetch by that of a slow one', async () => {
    const fetch = vi.fn<() => Promise<number>>(async () => 2);
    const first = deferred<number>();
    fetch.mockImplementationOnce(() => first.promise);
    const shared = createSharedValue(fetch);
    const slow = shared.get();
    await shared.reload();
    first.resolve(1);
    expect(await slow).toBe(2);
    expect(await shared.get()).toBe(2);
  });
});
