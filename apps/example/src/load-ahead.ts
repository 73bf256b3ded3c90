import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

const waiting: (() => Promise<unknown>)[] = [];

/**
 * Declares a component whose file the first page does not load. `loadAhead` fetches the file before it is
 * needed, so that it is there without a network.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  waiting.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Fetches the files of all `later` components once the browser is idle. */
export function loadAhead(): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void loadNow(), { timeout: 3000 });
  else setTimeout(() => void loadNow(), 1000);
}

/** Fetches the files of all `later` components. */
export async function loadNow(): Promise<void> {
  // A failure recurs, and is shown, where the component is used.
  await Promise.allSettled(waiting.splice(0).map((load) => load()));
}
