import { processWide } from './process-wide.ts';

/** Prints a warning once in a process, but not in tests. */
export function warnOnce(name: string, message: string): void {
  const env: unknown = Reflect.get(Object(Reflect.get(globalThis, 'process')), 'env');
  if (Reflect.get(Object(env), 'NODE_ENV') === 'test') return;
  processWide(`warned/${name}/1`, () => {
    // oxlint-disable-next-line no-console -- the app has not been told otherwise: no option leads here.
    console.warn(message);
    return true;
  });
}
