import { assertText } from '../../base/assert-text.ts';
import { recordUnreadable } from '../../record/record-unreadable.ts';
import { createWakeUps } from '../remote/wake-ups.ts';
import { openRedis } from './open-redis.ts';
import type { RedisOptions } from './options.ts';
import { readPage, readRow } from './rows.ts';
import { compareAndSetScript, consumeScript, eraseScript } from './scripts.ts';
import type { TokenStore } from '../../record/token-store.ts';

/** The options of {@link redisStore}. */
export interface RedisStoreOptions extends RedisOptions {
  /** The prefix of all keys. Default: `closekit:grant:`. */
  prefix?: string;
  /**
   * Wakes waiting processes by pub/sub, so that they need not poll as often. One more connection. Default:
   * true.
   */
  wakeUps?: boolean;
}

/**
 * Keeps grants in Redis or Valkey, on one server or one primary with replicas. A lost write is a lost
 * connection: Redis must append every write to its file before it confirms it (`appendonly yes`, `appendfsync
 * always`), and even then a failover to a replica can lose the latest writes. A database is safer.
 *
 * @param options - The URL, or an object with the URL or a client.
 * @returns The store; it connects at first use.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const store = redisStore({ client });
 * ```
 */
export function redisStore(options: string | RedisStoreOptions): TokenStore {
  const settings = typeof options === 'object' ? options : { url: options };
  const { prefix = 'closekit:grant:', wakeUps = true } = settings;
  assertText(prefix, 'redisStore', 'prefix');
  const channel = wakeUps ? `${prefix}written` : '';
  // Keys of grants have their colons escaped. The index gives a scan its order, which SCAN does not.
  const index = `${prefix}:index`;
  const waiters = createWakeUps();
  const link = openRedis({ ...settings, caller: 'redisStore' });
  const listener = link.listen(channel, waiters.wake, waiters.wakeAll);
  const evaluate = async (script: string, keys: string[], values: string[]): Promise<boolean> =>
    Number(await link.write(['EVAL', script, String(keys.length), ...keys, ...values])) === 1;

  return {
    async load(key) {
      const row = await readRow(link, prefix, key);
      if (row === undefined) return undefined;
      if (row.record === undefined) throw recordUnreadable();
      return row.record;
    },
    async compareAndSet(key, expectedVersion, next) {
      const versions = [String(expectedVersion), String(next.version)];
      const values = [...versions, JSON.stringify(next), crypto.randomUUID(), channel, key];
      return evaluate(compareAndSetScript, [prefix + key, index], values);
    },
    scan: (page) => readPage(link, { prefix, index }, page),
    erase: (key, expectedVersion) =>
      evaluate(
        eraseScript,
        [prefix + key, index],
        [expectedVersion === undefined ? '' : String(expectedVersion), channel, key],
      ),
    consume: (mark, lifetimeMs) =>
      evaluate(
        consumeScript,
        [`${prefix}:mark:${mark}`],
        [crypto.randomUUID(), String(Math.max(1, Math.ceil(lifetimeMs)))],
      ),
    async now() {
      // Urgent: a lease starts at this time, and its write follows.
      const time = await link.read(['TIME'], true);
      const [seconds, micros] = Array.isArray(time) ? time.map(Number) : [];
      return (seconds ?? Number.NaN) * 1000 + Math.floor((micros ?? 0) / 1000);
    },
    ...(wakeUps && {
      subscribe(key: string, wake: () => void) {
        listener.start();
        return waiters.add(key, wake);
      },
    }),
    close: () => link.close(),
  };
}
