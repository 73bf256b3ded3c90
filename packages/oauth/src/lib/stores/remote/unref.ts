/** Lets the process exit although a timer or a connection is open, where the runtime can. */
export function unref(handle: object | number): void {
  const method: unknown = typeof handle === 'object' ? Reflect.get(handle, 'unref') : undefined;
  if (typeof method === 'function') Reflect.apply(method, handle, []);
}
