/**
 * Does work for every value, some at a time, in flat memory. The first error stops it, once the work in progress has
 * settled.
 */
export async function eachConcurrently<T>(
  values: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  work: (value: T, index: number) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  const queue = numbered(values);
  async function workOn(): Promise<void> {
    try {
      while (errors.length === 0) {
        const { done, value } = await queue.next();
        if (done) return;
        await work(...value);
      }
    } catch (error) {
      errors.push(error);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, workOn));
  if (errors.length === 0) return;
  await queue.return().catch(() => undefined);
  throw errors[0];
}

async function* numbered<T>(
  values: Iterable<T> | AsyncIterable<T>,
): AsyncGenerator<readonly [value: T, index: number], void> {
  let index = 0;
  for await (const value of values) {
    yield [value, index];
    index += 1;
  }
}
