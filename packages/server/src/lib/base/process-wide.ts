/**
 * A value that a whole process shares, also when this module is evaluated several times: Next.js does so for pages and
 * for routes.
 *
 * @param name - Names the value and the version of its form.
 */
export function processWide<T>(name: string, create: () => T): T {
  const key = Symbol.for(`@closekit/server/${name}`);
  if (!Reflect.has(globalThis, key)) Object.defineProperty(globalThis, key, { value: create() });
  // The name stands for the type.
  return Reflect.get(globalThis, key) as T;
}
