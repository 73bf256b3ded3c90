import { processWide } from '../base/process-wide.ts';
import { createKeyRing } from '../record/key-ring.ts';
import type { KeyRing } from '../record/key-ring.ts';
import type { TokenStore } from '../record/token-store.ts';
import { memoryStore } from './memory.ts';

/** A store in memory and keys of this process. */
export interface DefaultStore {
  readonly store: TokenStore;
  readonly keys: KeyRing;
}

/** The store of an app that has none: the same for all evaluations of the app's module in this process. */
export function defaultStore(clientId: string, redirectUri: string): DefaultStore {
  const stores = processWide('stores/1', () => new Map<string, DefaultStore>());
  const name = JSON.stringify([clientId, redirectUri]);
  const held = stores.get(name) ?? { store: memoryStore(), keys: createKeyRing() };
  stores.set(name, held);
  return held;
}
