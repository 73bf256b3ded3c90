import { dropOldest } from '../base/drop-oldest.ts';
import { hasConnected } from './session-connections.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

/** The options of {@link memorySessionStore}. */
export interface MemorySessionStoreOptions {
  /** The maximum number of sessions; beyond it the oldest is dropped. Default: 10,000. */
  readonly maxSessions?: number;
}

/**
 * Stores sessions in the memory of this process: for development, tests, and single processes that may lose
 * them on restart.
 *
 * @param options - The maximum number of sessions.
 * @returns A session store.
 * @throws TypeError when `maxSessions` is not a positive integer.
 */
export function memorySessionStore(options: MemorySessionStoreOptions = {}): SessionStore {
  const { maxSessions = 10_000 } = options;
  if (!Number.isSafeInteger(maxSessions) || maxSessions < 1) {
    throw new TypeError('memorySessionStore: `maxSessions` must be a positive integer.');
  }
  const records = new Map<string, SessionRecord>();

  return {
    async load(key) {
      return records.get(key);
    },
    async save(key, record) {
      records.set(key, record);
      dropOldest(records, maxSessions);
    },
    async update(key, record) {
      if (!records.has(key)) return false;
      records.set(key, record);
      return true;
    },
    async delete(key) {
      records.delete(key);
    },
    async deleteByGrant(grant) {
      for (const [key, record] of records) {
        if (hasConnected(record, grant)) records.delete(key);
      }
    },
  };
}
