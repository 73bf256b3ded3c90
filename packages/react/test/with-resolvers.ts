/** A promise that the test settles. Node 20 has no `Promise.withResolvers`. */
export function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  const resolves: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => void resolves.push(resolve));
  return { promise, resolve: (value) => resolves.forEach((resolve) => resolve(value)) };
}
