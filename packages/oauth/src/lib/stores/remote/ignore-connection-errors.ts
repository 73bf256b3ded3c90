const known = new WeakSet<object>();

/**
 * Listens for the `error` events of a client or a pool: without a listener a broken connection would crash
 * the process. Drivers reconnect by themselves, and calls in flight fail by themselves. Several stores may
 * share the emitter.
 */
export function ignoreConnectionErrors(emitter: {
  on?(event: 'error', listener: () => void): unknown;
}): void {
  if (known.has(emitter)) return;
  known.add(emitter);
  emitter.on?.('error', () => undefined);
}
