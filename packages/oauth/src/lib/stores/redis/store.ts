import { recordUnreadable } from '../../record/record-unreadable.ts';
import { parseScanned } from '../parse-record.ts';
import { createWakeUps } from '../remote/wake-ups.ts';
import { createRedisLink } from './link.ts';
import { parseRedisOptions } from './options.ts';
import type { RedisStoreOptions } from './options.ts';
import type { GrantRow, TokenStore } from '../../record/token-store.ts';

// A driver may repeat a command whose reply was lost: a write with the same `writer` succeeds again.
const compareAndSetScript = `
local current = redis.call('HMGET', KEYS[1], 'version', 'writer')
if current[2] == ARGV[4] then return 1 end
if (current[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3], 'writer', ARGV[4])
redis.call('ZADD', KEYS[2], 0, ARGV[6])
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return 1`;

// Without an expected version, also a key of another type is erased, and a key that was deleted by hand leaves the
// index.
const eraseScript = `
if ARGV[1] ~= '' and redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('ZREM', KEYS[2], ARGV[3])
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1`;

// The first consumer wins a second time when its driver sends the command again.
const consumeScript = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
return 0`;

/**
 * Keeps grants in Redis or Valkey, on one server or one primary with replicas. A lost write is a lost
 * connection: Redis must append every write to its file before it confirms it (`appendonly yes`, `appendfsync
 * always`), and even then a failover to a replica can lose the latest writes. A database is safer.
 *
 * @param options - The URL, or an object with the URL or a client.
 * @returns The store; it connects at first use.
 * @throws TypeError that names the wrong option.
 * @example
 * const store = redisStore({ client });
 */
export function redisStore(options: string | RedisStoreOptions): TokenStore {
  const settings = parseRedisOptions(typeof options === 'object' ? options : { url: options });
  const { prefix, wakeUps } = settings;
  const channel = wakeUps ? `${prefix}written` : '';
  // Keys of grants have their colons escaped. The index gives a scan its order, which SCAN does not.
  const index = `${prefix}:index`;
  const waiters = createWakeUps();
  const link = createRedisLink(settings, (connection) =>
    connection.listen(channel, waiters.wake, waiters.wakeAll),
  );
  const evaluate = async (script: string, keys: string[], values: string[]): Promise<boolean> =>
    Number(await link.write(['EVAL', script, String(keys.length), ...keys, ...values])) === 1;

  async function readRow(key: string): Promise<GrantRow | undefined> {
    try {
      const reply = await link.read(['HMGET', prefix + key, 'version', 'record']);
      const [version, record] = Array.isArray(reply) ? reply.map(replyText) : [];
      return (version ?? record) === undefined ? undefined : parseScanned(key, record);
    } catch (error) {
      if (isWrongType(error)) return { key, record: undefined };
      throw error;
    }
  }

  return {
    async load(key) {
      const row = await readRow(key);
      if (row === undefined) return undefined;
      if (row.record === undefined) throw recordUnreadable();
      return row.record;
    },
    async compareAndSet(key, expectedVersion, next) {
      const versions = [String(expectedVersion), String(next.version)];
      const values = [...versions, JSON.stringify(next), crypto.randomUUID(), channel, key];
      return evaluate(compareAndSetScript, [prefix + key, index], values);
    },
    async scan({ after, limit }) {
      const from = after === undefined ? '-' : `(${after}`;
      const range = ['ZRANGEBYLEX', index, from, '+', 'LIMIT', '0', String(limit)] as const;
      const keys = replyTexts(await link.read(range));
      const found = await Promise.all(keys.map(readRow));
      // A row may have been erased since the keys were read.
      const rows = found.filter((row) => row !== undefined);
      return { rows, next: keys.length < limit ? undefined : keys.at(-1) };
    },
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
        link.startListening();
        return waiters.add(key, wake);
      },
    }),
    close: link.close,
  };
}

// Something else was written to the key of a grant: Redis refuses to read it as a hash.
function isWrongType(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message.startsWith('WRONGTYPE');
}

// A client may be configured to return bytes.
function replyText(reply: unknown): string | undefined {
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  return typeof text === 'string' ? text : undefined;
}

function replyTexts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.flatMap((item) => replyText(item) ?? []) : [];
}
