import type { GrantRecord, TokenStore } from '../record/token-store.ts';

/**
 * Keeps grants in memory, until the process exits: for tests and scripts.
 *
 * @returns An empty store.
 */
export function memoryStore(): TokenStore {
  const records = new Map<string, GrantRecord>();
  const listeners = new Map<string, Set<() => void>>();
  return {
    async load(key) {
      const record = records.get(key);
      return record && structuredClone(record);
    },
    async compareAndSet(key, expectedVersion, next) {
      if ((records.get(key)?.version ?? 0) !== expectedVersion) return false;
      records.set(key, structuredClone(next));
      for (const wake of listeners.get(key) ?? []) wake();
      return true;
    },
    async *list() {
      yield* records.keys();
    },
    subscribe(key, wake) {
      const waiting = listeners.get(key) ?? new Set();
      listeners.set(key, waiting.add(wake));
      return () => {
        waiting.delete(wake);
        if (waiting.size === 0) listeners.delete(key);
      };
    },
  };
}
