import { dropOldest } from '../base/drop-oldest.ts';
import { processWide } from '../base/process-wide.ts';
import { warnOnce } from '../base/warn-once.ts';
import { endsItsCalls } from './limit-calls.ts';
import { isSelected } from './session-connections.ts';
import type { SessionChanges, SessionFilter, SessionRecord, SessionStore } from './session-store.ts';

/** The options of {@link memorySessionStore}. */
export interface MemorySessionStoreOptions {
  /**
   * The maximum number of sessions; beyond it the user with the most loses the least recently seen one. Default:
   * 10,000.
   */
  readonly maxSessions?: number;
}

const warning =
  '@closekit/server: sessions are stored in the memory of this process. A restart and other processes sign users out. Pass `sessions` to createCloseHandler.';

/**
 * Stores sessions in the memory of this process: for development, tests, and single processes that may lose
 * them on restart. Each call creates a store of its own; the first session prints a warning once, unless `NODE_ENV` is
 * `test`.
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
  // The least recently seen first.
  const records = new Map<string, SessionRecord>();
  const ended = new Set<string>();

  function remove(key: string): boolean {
    if (!records.delete(key)) return false;
    ended.add(key);
    dropOldest(ended, maxSessions);
    return true;
  }

  function find(filter: SessionFilter): string[] {
    return [...records].flatMap(([key, record]) => (isSelected(record, filter) ? [key] : []));
  }

  const store: SessionStore = {
    load: async (key) => records.get(key),
    async save(key, record) {
      warnOnce('memory-sessions', warning);
      for (const [each, { expiresAt }] of records) if (expiresAt <= record.lastSeenAt) remove(each);
      if (!records.has(key)) records.set(key, record);
      if (records.size > maxSessions) remove(findSurplus(records) ?? key);
    },
    async update(key, changes) {
      const record = records.get(key);
      if (record === undefined) return false;
      // Only a request moves the session to the end.
      if (changes.lastSeenAt !== undefined) records.delete(key);
      records.set(key, apply(record, changes));
      return true;
    },
    delete: async (key) => remove(key),
    async list(filter, { after = '', limit }) {
      const keys = find(filter).filter((key) => key > after);
      const listed = keys.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, limit);
      const sessions = listed.flatMap((key) => {
        const record = records.get(key);
        return record === undefined ? [] : [{ key, record }];
      });
      return { sessions, next: keys.length > limit ? listed.at(-1) : undefined };
    },
    async deleteAll(filter, exceptKey) {
      const keys = find(filter).filter((key) => key !== exceptKey);
      for (const key of keys) remove(key);
      return keys.length;
    },
  };
  memoryStores().set(store, (key) => !records.has(key) && !ended.has(key));
  return endsItsCalls(store);
}

/** Whether a store is in the memory of this process and never had a session, as far as it remembers. */
export function isUnknownInMemory(store: SessionStore, key: string): boolean {
  return memoryStores().get(store)?.(key) ?? false;
}

/** The least recently seen session of the user with the most, so that no account displaces the sessions of others. */
function findSurplus(records: ReadonlyMap<string, SessionRecord>): string | undefined {
  const counts = new Map<string, number>();
  let most = 0;
  for (const { userId } of records.values()) {
    const count = (counts.get(userId) ?? 0) + 1;
    counts.set(userId, count);
    most = Math.max(most, count);
  }
  return [...records].find(([, { userId }]) => counts.get(userId) === most)?.[0];
}

function memoryStores(): WeakMap<SessionStore, (key: string) => boolean> {
  return processWide('memory-stores/1', () => new WeakMap<SessionStore, (key: string) => boolean>());
}

function apply(record: SessionRecord, changes: SessionChanges): SessionRecord {
  const {
    profile = record.profile,
    device = record.device,
    lastSeenAt = record.lastSeenAt,
    expiresAt = record.expiresAt,
  } = changes;
  return { ...record, profile, device, lastSeenAt, expiresAt };
}
