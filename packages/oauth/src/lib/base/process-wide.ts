/**
 * A value that a whole process shares, also when this module is evaluated several times: Next.js does so for pages and
 * for routes.
 *
 * @param name - Names the value and the version of its form.
 */
export function processWide<T>(name: string, create: () => T): T {
  // The name stands for the type.
  const shared: Record<symbol, T | undefined> = Object(globalThis);
  return (shared[Symbol.for(`@closekit/oauth/${name}`)] ??= create());
}
