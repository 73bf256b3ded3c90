const heard = new WeakSet<object>();

/**
 * Keeps a broken connection from ending the process, as an `error` event that nobody hears does. Drivers connect
 * again by themselves, and calls under way fail on their own.
 *
 * @param emitter - A client or pool of any driver; several stores may share it.
 */
export function ignoreLineErrors(emitter: { on?(event: 'error', listener: () => void): unknown }): void {
  if (heard.has(emitter)) return;
  heard.add(emitter);
  emitter.on?.('error', () => undefined);
}
