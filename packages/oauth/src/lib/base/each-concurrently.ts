/**
 * Does work for every value, some at a time, in flat memory. The first error stops it, once the work in progress has
 * settled.
 */
export async function eachConcurrently<T>(
  values: AsyncGenerator<T>,
  concurrency: number,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  async function workOn(): Promise<void> {
    try {
      while (errors.length === 0) {
        const { done, value } = await values.next();
        if (done) return;
        await work(value);
      }
    } catch (error) {
      errors.push(error);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, workOn));
  if (errors.length === 0) return;
  await values.return(undefined).catch(() => undefined);
  throw errors[0];
}
