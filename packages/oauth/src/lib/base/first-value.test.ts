import { describe, expect, it, vi } from 'vitest';
import { createFirstValue } from './first-value.ts';

describe('createFirstValue', () => {
  it('returns the first value to all callers', async () => {
    let count = 0;
    const get = createFirstValue(() => Promise.resolve((count += 1)));
    expect(count).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    expect(await get()).toBe(1);
  });

  it('returns a value although an earlier creation never ends', async () => {
    const create = vi.fn<() => Promise<string>>(async () => 'works');
    create.mockReturnValueOnce(new Promise(() => undefined));
    const get = createFirstValue(create, 1);
    void get();
    expect(await get()).toBe('works');
  });

  it('does not remember a failure', async () => {
    const create = vi.fn<() => Promise<string>>(async () => 'works');
    create.mockRejectedValueOnce(new Error('down'));
    const get = createFirstValue(create);
    await expect(get()).rejects.toThrow('down');
    expect(await get()).toBe('works');
  });
});
