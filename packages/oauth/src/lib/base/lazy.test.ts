import { describe, expect, it, vi } from 'vitest';
import { createLazy } from './lazy.ts';

describe('createLazy', () => {
  it('creates one value for concurrent callers, at first use', async () => {
    const create = vi.fn<() => Promise<object>>(async () => ({}));
    const lazy = createLazy(create);
    expect(create).not.toHaveBeenCalled();
    const [one, two] = await Promise.all([lazy.get(), lazy.get()]);
    expect(await lazy.get()).toBe(one);
    expect(two).toBe(one);
    expect(create).toHaveBeenCalledOnce();
  });

  it('does not remember a failure', async () => {
    const create = vi.fn<() => Promise<string>>(async () => 'works');
    create.mockRejectedValueOnce(new Error('down'));
    const lazy = createLazy(create);
    await expect(lazy.get()).rejects.toThrow('down');
    expect(await lazy.get()).toBe('works');
  });

  it('releases what it created, and creates another afterwards', async () => {
    let count = 0;
    const lazy = createLazy(async () => (count += 1));
    expect(await lazy.release()).toBeUndefined();
    await lazy.get();
    expect([await lazy.release(), await lazy.release(), await lazy.get()]).toEqual([1, undefined, 2]);
  });

  it('forgets the current value only', async () => {
    let created = 0;
    const lazy = createLazy(() => Promise.resolve({ number: (created += 1) }));
    const first = await lazy.get();
    expect(lazy.forget(first)).toBe(true);
    expect(lazy.forget(first)).toBe(false);
    const second = await lazy.get();
    expect(second).toEqual({ number: 2 });
    expect(lazy.forget(first)).toBe(false);
    expect(await lazy.get()).toBe(second);
  });
});
