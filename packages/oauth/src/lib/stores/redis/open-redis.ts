import { createLazy } from '../../base/lazy.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import type { RedisConnection } from './connection.ts';
import { assertDurable } from './durability.ts';
import { createRedisListener } from './listener.ts';
import { parseRedisOptions } from './options.ts';
import type { OpenRedisOptions, RedisSettings } from './options.ts';
import type { StoreListener } from '../remote/store-listener.ts';

/** A command: its name and its arguments. */
export type RedisCommand = readonly [string, ...string[]];

/** The calls of a store to its Redis: see {@link openRedis}. */
export interface RedisCalls {
  /**
   * Sends a command, and repeats it when the connection breaks: for reads, and for writes that may run twice.
   *
   * @param command - The name of the command and its arguments.
   * @param urgent - Goes before other reads.
   * @returns The reply.
   * @throws CloseOAuthError `store_unavailable` when the server cannot be reached; `store_unsuitable` when it
   * cannot be used.
   */
  read(command: RedisCommand, urgent?: boolean): Promise<unknown>;
  /**
   * Sends a command once; `ioredis` may repeat it.
   *
   * @param command - The name of the command and its arguments.
   * @returns The reply.
   * @throws CloseOAuthError like `read`, with `outcomeUnknown` unless nothing was written for certain.
   */
  write(command: RedisCommand): Promise<unknown>;
  /**
   * Creates a listener for the messages of a channel.
   *
   * @param channel - The name of the channel.
   * @param heard - Called with each message.
   * @param resumed - Called when messages arrive from now on; earlier ones may have been missed.
   * @returns The listener, not started.
   */
  listen(channel: string, heard: (message: string) => void, resumed: () => void): StoreListener;
  /** Stops listening, and disconnects if the connection was opened here. */
  close(): Promise<void>;
}

// The number of commands in flight on the one connection.
const pipelined = 100;

/**
 * Opens a Redis or Valkey for a store, at the first call. Limits the time and the number of the calls, repeats reads
 * when the connection breaks, and checks once that the server is a primary that keeps confirmed writes. For authors
 * of stores: `redisStore` is built on it.
 *
 * @param options - The server.
 * @returns The calls.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const calls = openRedis({ url: 'redis://127.0.0.1' });
 * const name = await calls.read(['HGET', 'user:1', 'name']);
 * ```
 */
export function openRedis(options: OpenRedisOptions): RedisCalls {
  const settings = parseRedisOptions(options);
  const { timeoutMs } = settings;
  const gate = createCallGate(pipelined);
  const calls: StoreCalls = { database: 'Redis', timeoutMs, wroteNothing, gate };
  const opened = createLazy(() => openChecked(settings, calls));
  const listeners = new Set<StoreListener>();

  return {
    // Loading the driver and connecting do not count as time of the command.
    async read(command, urgent) {
      const connection = await opened.get();
      return readFromStore(calls, () => connection.send(command), urgent);
    },
    async write(command) {
      const connection = await opened.get();
      return writeToStore(calls, () => connection.send(command));
    },
    listen(channel, heard, resumed) {
      const listener = createRedisListener(opened.get, { channel, heard, resumed });
      listeners.add(listener);
      return listener;
    },
    async close() {
      const connection = await opened.release();
      for (const listener of listeners) listener.stop();
      connection?.end();
    },
  };
}

async function openChecked(settings: RedisSettings, calls: StoreCalls): Promise<RedisConnection> {
  const connection = await settings.open();
  try {
    const { assumeDurable } = settings;
    const info = String(await readFromStore(calls, () => connection.send(['INFO'])));
    const asks = !assumeDurable && /^aof_enabled:1/m.test(info);
    const appendFsync = asks ? await readFromStore(calls, () => readAppendFsync(connection)) : undefined;
    assertDurable(info, { assumeDurable, appendFsync });
    return connection;
  } catch (error) {
    connection.end();
    throw error;
  }
}

// INFO does not have it. Hosted servers may refuse CONFIG.
async function readAppendFsync(connection: RedisConnection): Promise<string | undefined> {
  try {
    const reply = await connection.send(['CONFIG', 'GET', 'appendfsync']);
    return /\b(?:always|everysec|no)\b/.exec(JSON.stringify(listOf(reply)))?.[0];
  } catch (error) {
    if (error instanceof Error && /^(?:NOPERM|ERR)\b/.test(error.message)) return undefined;
    throw error;
  }
}

// RESP 3 has maps, RESP 2 lists; a client may be set up to return bytes.
function listOf(reply: unknown): unknown[] {
  if (reply instanceof Uint8Array) return [new TextDecoder().decode(reply)];
  if (reply instanceof Map) return [...reply.entries()].flatMap(listOf);
  if (Array.isArray(reply)) return reply.flatMap(listOf);
  return typeof reply === 'object' && reply !== null ? Object.values(reply).flatMap(listOf) : [reply];
}

// The driver did not send the command, or the server refused to run it.
function wroteNothing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return true;
  if (/^(?:ClientOffline|ClientClosed|ConnectionTimeout)Error$/.test(error.constructor.name)) return true;
  return /^(?:READONLY|LOADING|MISCONF|OOM|NOAUTH|NOPERM|WRONGPASS|MASTERDOWN)\b/.test(error.message);
}
