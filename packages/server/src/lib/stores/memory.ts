import { dropOldest } from '../base/drop-oldest.ts';
import { hasConnected } from './session-connections.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';

/** What {@link memorySessionStore} takes. */
export interface MemorySessionStoreOptions {
  /** How many sessions are kept; beyond that the oldest goes. Default 10,000. */
  readonly maxSessions?: number;
}

/**
 * Keeps sessions in this process: for development, tests and single processes that may forget on restart.
 *
 * @param options - The bound.
 * @returns A session store.
 * @throws TypeError when `maxSessions` is not a positive whole number.
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
