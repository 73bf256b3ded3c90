import { assertDuration } from '../../base/assert-duration.ts';
import { assertText } from '../../base/assert-text.ts';
import type { IoRedisClient, RedisClient } from './client.ts';
import { connectRedis, openRedis } from './connection.ts';
import type { RedisConnection } from './connection.ts';

/** The options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** A client of the package `redis` or `ioredis`. It stays open when the store is closed. */
  client?: RedisClient | IoRedisClient;
  /** The URL of the server instead, to connect with the package `redis`. */
  url?: string;
  /** The prefix of all keys. Default: `closekit:grant:`. */
  prefix?: string;
  /**
   * Wakes waiting processes by pub/sub, so that they need not poll as often. One more connection. Default:
   * true.
   */
  wakeUps?: boolean;
  /**
   * Accepts a server with evictions, without an append-only file, or without `appendfsync always`: set it only
   * if confirmed writes are durable in another way. Default: false.
   */
  assumeDurable?: boolean;
  /** Time limit of one command, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

/** The checked options of the store. */
export interface RedisSettings {
  readonly prefix: string;
  readonly wakeUps: boolean;
  readonly assumeDurable: boolean;
  readonly timeoutMs: number;
  open(): Promise<RedisConnection>;
}

/** Checks the options and fills in the defaults. */
export function parseRedisOptions(options: RedisStoreOptions): RedisSettings {
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
