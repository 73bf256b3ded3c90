import { processWide } from '../base/process-wide.ts';
import { memorySessionStore } from './memory.ts';
import type { SessionStore } from './session-store.ts';

/**
 * The store of a handler that has none: the same for all evaluations of the app's module in this process.
 *
 * @param mount - The origin and the path of the handler.
 */
export function defaultSessionStore(mount: string): SessionStore {
  const stores = processWide('sessions/1', () => new Map<string, SessionStore>());
  const store = stores.get(mount) ?? memorySessionStore();
  stores.set(mount, store);
  return store;
}
