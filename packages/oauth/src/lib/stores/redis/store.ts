import { assertDuration } from '../../base/assert-duration.ts';
import { assertText } from '../../base/assert-text.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import { connectRedis, openRedis } from './connection.ts';
import type { IoRedisClient, RedisClient } from './client.ts';
import type { RedisConnection, RedisListening } from './connection.ts';
import { assertDurable } from './durability.ts';
import type { GrantRecord, TokenStore } from '../../record/token-store.ts';
import { createWakeUps } from '../remote/wake-ups.ts';

/** The options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** A client of your own, of the package `redis` or `ioredis`. It stays open when the store is closed. */
  client?: RedisClient | IoRedisClient;
  /** Or the name of the server, to connect with the package `redis`. */
  url?: string;
  /** What every key starts with. Default: `closekit:grant:`. */
  prefix?: string;
  /** Wakes waiting processes by pub/sub instead of letting them poll, on one more connection. Default: true. */
  wakeUps?: boolean;
  /**
   * Takes your word that the server keeps every confirmed write, when it says nothing of an append-only file.
   * Default: false.
   */
  assumeDurable?: boolean;
  /** How long one command may take, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

// How many commands are under way at once on the one connection.
const pipelined = 100;

// A driver may send a command again after it lost the reply: the same write then wins a second time.
const compareAndSetScript = `
local current = redis.call('HMGET', KEYS[1], 'version', 'writer')
if current[2] == ARGV[4] then return 1 end
if (current[1] or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'record', ARGV[3], 'writer', ARGV[4])
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[5], ARGV[6]) end
return 1`;

/**
 * Keeps grants in Redis or Valkey, one server or one primary with replicas. What Redis forgets, a user has to
 * connect again: it must append every write to its file before it confirms it (`appendonly yes`,
 * `appendfsync always`), and even then a failover to a replica can lose the latest writes. A database is the
 * safer place.
 *
 * @param options - The URL, or a client or URL with settings.
 * @returns The store; it connects at first use.
 * @throws TypeError that names the option that is wrong.
 * @example
 * const store = redisStore({ client });
 */
export function redisStore(options: string | RedisStoreOptions): TokenStore {
  const settings = parseRedisOptions(typeof options === 'object' ? options : { url: options });
  const { prefix, wakeUps: wakes } = settings;
  const channel = wakes ? `${prefix}written` : '';
  const waiters = createWakeUps();
  const link = createLink(settings, (connection) =>
    connection.listen(channel, waiters.wake, waiters.wakeAll),
  );

  return {
    load: async (key) => parseRecord(await link.read(['HGET', prefix + key, 'record'])),
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
      // A lease is counted from here: whoever asks is about to write.
      const time = await link.read(['TIME'], true);
      const [seconds, micros] = Array.isArray(time) ? time.map(Number) : [];
      return (seconds ?? Number.NaN) * 1000 + Math.floor((micros ?? 0) / 1000);
    },
    ...(wakes && {
      subscribe(key: string, wake: () => void) {
        link.startListening();
        return waiters.add(key, wake);
      },
    }),
    close: link.close,
  };
}

type Command = readonly [string, ...string[]];

/** The store's way to its server: opened at first use, opened again after it could not be. */
interface RedisLink {
  read(command: Command, urgent?: boolean): Promise<unknown>;
  write(command: Command): Promise<unknown>;
  startListening(): void;
  readonly close: () => Promise<void>;
}

function createLink(settings: Settings, listen: (connection: RedisConnection) => RedisListening): RedisLink {
  const { timeoutMs } = settings;
  const gate = createCallGate(pipelined);
  const calls: StoreCalls = { database: 'Redis', timeoutMs, wroteNothing, gate };
  let opening: Promise<RedisConnection> | undefined;
  let listening: RedisListening | undefined;
  let startsListening: Promise<void> | undefined;

  async function open(): Promise<RedisConnection> {
    const connection = await settings.open();
    try {
      const info = await readFromStore(calls, () => connection.send(['INFO']));
      assertDurable(String(info), settings.assumeDurable);
      return connection;
    } catch (error) {
      connection.end();
      throw error;
    }
  }

  function connected(): Promise<RedisConnection> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  // Waiters poll when it fails; the next one tries again.
  function stopListening(): void {
    listening?.stop();
    listening = undefined;
    startsListening = undefined;
  }

  return {
    // Loading the driver and connecting have their own time.
    async read(command, urgent) {
      const connection = await connected();
      return readFromStore(calls, () => connection.send(command), urgent);
    },
    async write(command) {
      const connection = await connected();
      return writeToStore(calls, () => connection.send(command));
    },
    startListening() {
      startsListening ??= connected()
        .then((connection) => {
          listening = listen(connection);
          return listening.started;
        })
        .catch(stopListening);
    },
    async close() {
      const connection = await opening?.catch(() => undefined);
      stopListening();
      opening = undefined;
      connection?.end();
    },
  };
}

interface Settings {
  readonly prefix: string;
  readonly wakeUps: boolean;
  readonly assumeDurable: boolean;
  readonly timeoutMs: number;
  open(): Promise<RedisConnection>;
}

function parseRedisOptions(options: RedisStoreOptions): Settings {
  const { client, url, prefix = 'closekit:grant:', timeoutMs = 5000 } = options;
  assertText(prefix, 'redisStore', 'prefix');
  assertDuration(timeoutMs, 'redisStore', 'timeoutMs');
  const settings = {
    prefix,
    timeoutMs,
    wakeUps: options.wakeUps ?? true,
    assumeDurable: options.assumeDurable ?? false,
  };
  if (client !== undefined) {
    assertClient(client);
    return { ...settings, open: () => Promise.resolve(connectRedis(client)) };
  }
  if (typeof url !== 'string' || !/^rediss?:\/\//.test(url) || !URL.canParse(url)) {
    throw new TypeError('redisStore: `url` must be a redis:// or rediss:// URL unless `client` is set.');
  }
  return { ...settings, open: () => openRedis(url, timeoutMs) };
}

function assertClient(client: RedisClient | IoRedisClient): void {
  if (!('call' in client) && !('sendCommand' in client)) {
    throw new TypeError('redisStore: `client` must be a client of the package redis or ioredis.');
  }
  if (client.options && Reflect.get(client.options, 'keyPrefix')) {
    throw new TypeError('redisStore: `client` must have no `keyPrefix`. Use the option `prefix`.');
  }
}

// The driver kept the command, or the server refused it before it ran anything.
function wroteNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  if (/^(?:ClientOffline|ClientClosed|ConnectionTimeout)Error$/.test(error.constructor.name)) return true;
  return /^(?:READONLY|LOADING|MISCONF|OOM|NOAUTH|NOPERM|WRONGPASS|MASTERDOWN)\b/.test(error.message);
}

function parseRecord(reply: unknown): GrantRecord | undefined {
  // A client may be set up to give bytes.
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  if (typeof text !== 'string') return undefined;
  // Only `compareAndSet` writes this field, and the caller checks the form.
  const record: GrantRecord = JSON.parse(text);
  return record;
}

function parsePage(page: unknown): [string, string[]] {
  const [cursor, keys]: unknown[] = Array.isArray(page) ? page : [];
  return [typeof cursor === 'string' ? cursor : '0', Array.isArray(keys) ? keys.map(String) : []];
}
