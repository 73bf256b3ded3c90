import { parseRecord } from '../parse-record.ts';
import { createWakeUps } from '../remote/wake-ups.ts';
import { createRedisLink } from './link.ts';
import { parseRedisOptions } from './options.ts';
import type { RedisStoreOptions } from './options.ts';
import type { TokenStore } from '../../record/token-store.ts';

// A driver may repeat a command whose reply was lost: a write with the same `writer` succeeds again.
const compareAndSetScript = `
local current = redis.call('HMGET', KEYS[1], 'version', 'writer')
if current[2] == ARGV[4] then return 1 end
if (current[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3], 'writer', ARGV[4])
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return 1`;

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
  const waiters = createWakeUps();
  const link = createRedisLink(settings, (connection) =>
    connection.listen(channel, waiters.wake, waiters.wakeAll),
  );

  return {
    load: async (key) => parseRecord(replyText(await link.read(['HGET', prefix + key, 'record']))),
    async compareAndSet(key, expectedVersion, next) {
      const versions = [String(expectedVersion), String(next.version)];
      const values = [...versions, JSON.stringify(next), crypto.randomUUID(), channel, key];
      return Number(await link.write(['EVAL', compareAndSetScript, '1', prefix + key, ...values])) === 1;
    },
    async *list() {
      const match = `${prefix.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}*`;
      let cursor = '0';
      do {
        const page = await link.read(['SCAN', cursor, 'MATCH', match, 'COUNT', '500', 'TYPE', 'hash']);
        const [next, keys] = parsePage(page);
        for (const key of keys) yield key.slice(prefix.length);
        cursor = next;
      } while (cursor !== '0');
    },
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

// A client may be configured to return bytes.
function replyText(reply: unknown): string | undefined {
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  return typeof text === 'string' ? text : undefined;
}

function parsePage(page: unknown): [string, string[]] {
  const [cursor, keys]: unknown[] = Array.isArray(page) ? page : [];
  return [typeof cursor === 'string' ? cursor : '0', Array.isArray(keys) ? keys.map(String) : []];
}
