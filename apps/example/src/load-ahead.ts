import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

const waiting: (() => Promise<unknown>)[] = [];

/**
 * A component in a file of its own, which the first page does not wait for. It is fetched by `loadAhead` before anybody
 * asks for it, so that it is there when the network is gone.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  waiting.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Fetches what `later` has put off, once the browser has nothing better to do. */
export function loadAhead(): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void loadNow(), { timeout: 3000 });
  else setTimeout(() => void loadNow(), 1000);
}

/** Fetches what `later` has put off. */
export async function loadNow(): Promise<void> {
  // A failure is met again, and shown, where the component is used.
  await Promise.allSettled(waiting.splice(0).map((load) => load()));
}
