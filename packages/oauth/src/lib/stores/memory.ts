import { warnOnce } from '../base/warn-once.ts';
import type { GrantRecord, GrantRow, TokenStore } from '../record/token-store.ts';

const warning =
  '@closekit/oauth: grants are stored in the memory of this process. A restart and other processes lose them. Pass `store` and `keys` to createCloseOAuth.';

interface Entry {
  /** The index of the key in the order of creation. */
  readonly place: number;
  readonly record: GrantRecord;
}

/**
 * Keeps grants in memory, until the process exits: for tests and scripts. Each call creates a store of its own; the
 * first grant prints a warning once, unless `NODE_ENV` is `test`.
 *
 * @returns An empty store.
 */
export function memoryStore(): TokenStore {
  const entries = new Map<string, Entry>();
  // A scan continues at an index: a walk over the map would start each page at its beginning.
  const order: (string | undefined)[] = [];
  const listeners = new Map<string, Set<() => void>>();
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
      warnOnce('memory-store', warning);
      const place = entries.get(key)?.place ?? order.push(key) - 1;
      entries.set(key, { place, record: structuredClone(next) });
      wakeAll(key);
      return true;
    },
    async scan({ after = '0', limit }) {
      const rows: GrantRow[] = [];
      for (let place = Number(after); place < order.length; place += 1) {
        if (rows.length === limit) return { rows, next: String(place) };
        const key = order[place];
        const entry = key === undefined ? undefined : entries.get(key);
        if (key !== undefined && entry !== undefined)
          rows.push({ key, record: structuredClone(entry.record) });
      }
      return { rows, next: undefined };
    },
    async erase(key, expectedVersion = versionOf(key)) {
      const place = entries.get(key)?.place;
      if (place === undefined || versionOf(key) !== expectedVersion) return false;
      entries.delete(key);
      order[place] = undefined;
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
