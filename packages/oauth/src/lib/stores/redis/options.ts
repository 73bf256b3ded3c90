import { assertDuration } from '../../base/assert-duration.ts';
import type { IoRedisClient, RedisClient } from './client.ts';
import { connectRedis, openClient } from './connection.ts';
import type { RedisConnection } from './connection.ts';

/** The Redis of a store. One of `client` and `url` is required. */
export interface RedisOptions {
  /** A client of the package `redis` or `ioredis`. It stays open when the store is closed. */
  client?: RedisClient | IoRedisClient;
  /** The URL of the server instead, to connect with the package `redis`. */
  url?: string;
  /**
   * Accepts a server with evictions, without an append-only file, or without `appendfsync always`: set it only
   * if confirmed writes are durable in another way. Default: false.
   */
  assumeDurable?: boolean;
  /** Time limit of one command, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

/** The options of {@link openRedis}. */
export interface OpenRedisOptions extends RedisOptions {
  /** The name of your function, for `TypeError`s about its options. Default: `openRedis`. */
  caller?: string;
}

/** The checked options of a server. */
export interface RedisSettings {
  readonly assumeDurable: boolean;
  readonly timeoutMs: number;
  open(): Promise<RedisConnection>;
}

/**
 * Checks the options of {@link openRedis} and fills in the defaults.
 *
 * @throws TypeError that names the caller and the wrong option.
 */
export function parseRedisOptions(options: OpenRedisOptions): RedisSettings {
  const { client, url, timeoutMs = 5000, assumeDurable = false, caller = 'openRedis' } = options;
  assertDuration(timeoutMs, caller, 'timeoutMs');
  if (client !== undefined) {
    assertClient(client, caller);
    return { timeoutMs, assumeDurable, open: () => Promise.resolve(connectRedis(client)) };
  }
  if (typeof url !== 'string' || !/^rediss?:\/\//.test(url) || !URL.canParse(url)) {
    throw new TypeError(`${caller}: \`url\` must be a redis:// or rediss:// URL unless \`client\` is set.`);
  }
  return { timeoutMs, assumeDurable, open: () => openClient(url, timeoutMs) };
}

function assertClient(client: RedisClient | IoRedisClient, caller: string): void {
  if (!('call' in client) && !('sendCommand' in client)) {
    throw new TypeError(`${caller}: \`client\` must be a client of the package redis or ioredis.`);
  }
  if (client.options && Reflect.get(client.options, 'keyPrefix')) {
    throw new TypeError(`${caller}: \`client\` must have no \`keyPrefix\`. Use the option \`prefix\`.`);
  }
}
