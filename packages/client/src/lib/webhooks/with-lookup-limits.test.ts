import { afterEach, describe, expect, it, vi } from 'vitest';
import { withLookupLimits } from './with-lookup-limits.ts';

/** A database whose answers the test gives. */
function createDatabase() {
  const asked: string[] = [];
  const answers: ((key: string | undefined) => void)[] = [];
  const find = (id: string): Promise<string | undefined> => {
    asked.push(id);
    return new Promise((resolve) => answers.push(resolve));
  };
  return { asked, find, answer: (key?: string) => answers.shift()?.(key) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const codeOf = (promise: unknown) =>
  Promise.resolve(promise).then(
    (key) => key,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

vi.useFakeTimers();
afterEach(() => vi.clearAllTimers());

describe('withLookupLimits', () => {
  it('runs four look-ups at a time, in order', async () => {
    const { asked, find, answer } = createDatabase();
    const limited = withLookupLimits(find);
    const keys = Array.from({ length: 6 }, (_, index) => limited(`whsub_${index}`));
    await settle();
    expect(asked).toEqual(['whsub_0', 'whsub_1', 'whsub_2', 'whsub_3']);
    answer('a');
    await settle();
    expect(asked.at(-1)).toBe('whsub_4');
    for (let index = 0; index < 5; index += 1) {
      answer('b');
      await settle();
    }
    expect(await Promise.all(keys)).toEqual(['a', 'b', 'b', 'b', 'b', 'b']);
  });

  it('shares one look-up among deliveries of a subscription', async () => {
    const { asked, find, answer } = createDatabase();
    const limited = withLookupLimits(find);
    const keys = [limited('whsub_1'), limited('whsub_1')];
    await settle();
    answer('a');
    expect([await Promise.all(keys), asked]).toEqual([['a', 'a'], ['whsub_1']]);
  });

  it('refuses the look-up after 104, and those that wait for five seconds', async () => {
    const { asked, find } = createDatabase();
    const limited = withLookupLimits(find);
    const codes = Array.from({ length: 104 }, (_, index) => codeOf(limited(`whsub_${index}`)));
    await settle();
    expect(await codeOf(limited('whsub_more'))).toBe('webhook_busy');
    await vi.advanceTimersByTimeAsync(5000);
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['webhook_busy']));
    expect(asked).toHaveLength(4);
  });

  it('looks up an unknown id once a minute', async () => {
    let now = 0;
    const find = vi.fn<() => undefined>(() => undefined);
    const limited = withLookupLimits(find, { now: () => now });
    expect([await limited('whsub_1'), await limited('whsub_1')]).toEqual([undefined, undefined]);
    now = 59_999;
    await limited('whsub_1');
    expect(find).toHaveBeenCalledTimes(1);
    now = 60_000;
    await limited('whsub_1');
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('counts an empty list of keys as unknown', async () => {
    const find = vi.fn<() => string[]>(() => []);
    const limited = withLookupLimits(find, { now: () => 0 });
    expect([await limited('whsub_1'), await limited('whsub_1')]).toEqual([[], undefined]);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('remembers the last 1,000 unknown ids', async () => {
    const find = vi.fn<() => undefined>(() => undefined);
    const limited = withLookupLimits(find);
    for (let index = 0; index <= 1000; index += 1) await limited(`whsub_${index}`);
    await limited('whsub_1');
    expect(find).toHaveBeenCalledTimes(1001);
    await limited('whsub_0');
    expect(find).toHaveBeenCalledTimes(1002);
  });

  it('remembers neither a key nor a failure', async () => {
    const answers = ['a', new Error('database away'), undefined];
    const find = vi.fn<() => Promise<string | undefined>>(async () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    });
    const limited = withLookupLimits(find);
    expect(await limited('whsub_1')).toBe('a');
    await expect(limited('whsub_1')).rejects.toThrow('database away');
    expect(await limited('whsub_1')).toBeUndefined();
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('names a wrong argument', () => {
    // @ts-expect-error not a function
    expect(() => withLookupLimits('find')).toThrow('withLookupLimits: `find` must be a function.');
  });
});
