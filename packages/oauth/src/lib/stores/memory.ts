import type { GrantRecord, GrantRow, TokenStore } from '../record/token-store.ts';

interface Entry {
  /** Where a scan finds the row: its place in the order of creation. */
  readonly place: number;
  readonly record: GrantRecord;
}

/**
 * Keeps grants in memory, until the process exits: for tests and scripts.
 *
 * @returns An empty store.
 */
export function memoryStore(): TokenStore {
  const entries = new Map<string, Entry>();
  const listeners = new Map<string, Set<() => void>>();
  let created = 0;
  const versionOf = (key: string): number => entries.get(key)?.record.version ?? 0;
  const wakeAll = (key: string): void => {
    for (const wake of listeners.get(key) ?? []) wake();
  };

  return {
    async load(key) {
      const record = entries.get(key)?.record;
      return record && structuredClone(record);
    },
    async compareAndSet(key, expectedVersion, next) {
      if (versionOf(key) !== expectedVersion) return false;
      const place = entries.get(key)?.place ?? (created += 1);
      entries.set(key, { place, record: structuredClone(next) });
      wakeAll(key);
      return true;
    },
    async scan({ after = '0', limit }) {
      const rows: GrantRow[] = [];
      let last = after;
      for (const [key, { place, record }] of entries) {
        if (place <= Number(after)) continue;
        if (rows.length === limit) return { rows, next: last };
        rows.push({ key, record: structuredClone(record) });
        last = String(place);
      }
      return { rows, next: undefined };
    },
    async erase(key, expectedVersion = versionOf(key)) {
      if (versionOf(key) !== expectedVersion || !entries.delete(key)) return false;
      wakeAll(key);
      return true;
    },
    consume: createMarks(),
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

const sweepEveryMs = 60_000;

function createMarks(): TokenStore['consume'] {
  const expiries = new Map<string, number>();
  let sweepAt = 0;
  return async (mark, lifetimeMs) => {
    const now = performance.now();
    if (now >= sweepAt) {
      sweepAt = now + sweepEveryMs;
      for (const [each, expiresAt] of expiries) if (expiresAt <= now) expiries.delete(each);
    }
    if ((expiries.get(mark) ?? 0) > now) return false;
    expiries.set(mark, now + lifetimeMs);
    return true;
  };
}
