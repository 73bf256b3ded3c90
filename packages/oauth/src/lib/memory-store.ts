import type { GrantRecord, TokenStore } from './token-store.ts';

/**
 * A store that lives and dies with the process: for tests and scripts.
 *
 * @returns an empty store
 */
export function memoryStore(): TokenStore {
  const records = new Map<string, GrantRecord>();
  return {
    async load(key) {
      const record = records.get(key);
      return record && structuredClone(record);
    },
    async compareAndSet(key, expectedVersion, next) {
      if ((records.get(key)?.version ?? 0) !== expectedVersion) return false;
      records.set(key, structuredClone(next));
      return true;
    },
  };
}
