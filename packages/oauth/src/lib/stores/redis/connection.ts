// Types only: the driver may be missing.
import type * as Redis from 'redis';
import { CloseOAuthError } from '../../base/close-oauth-error.ts';
import type { IoRedisClient, RedisClient } from './client.ts';
import { ignoreLineErrors } from '../remote/ignore-line-errors.ts';

/** Hears what is published, sooner or later: a driver may try to connect for ever. */
export interface RedisListening {
  /** Settles once messages are heard, or will not be. */
  readonly started: Promise<void>;
  /** Disconnects, whether it has started or not. */
  stop(): void;
}

/** A connection, whichever driver it comes from. */
export interface RedisConnection {
  /** Sends one command. */
  send(command: readonly [string, ...string[]]): Promise<unknown>;
  /**
   * Hears what is published, on a connection of its own that does not keep the process alive.
   *
   * @param heard - Called with every message.
   * @param resumed - Called when messages may have been missed, and are heard from now on.
   * @returns What ends it.
   */
  listen(channel: string, heard: (message: string) => void, resumed: () => void): RedisListening;
  /** Disconnects what was opened here. */
  end(): void;
}

/**
 * Makes a connection with the package `redis`.
 *
 * @param url - Names the server.
 * @param timeoutMs - Bounds connecting, in milliseconds.
 * @returns The connection.
 * @throws CloseOAuthError `store_unsuitable` when the driver is not installed.
 */
export async function openRedis(url: string, timeoutMs: number): Promise<RedisConnection> {
  const { createClient } = await loadDriver();
  // A command that waits for a new connection could be sent long after its caller gave up.
  const client = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: timeoutMs } });
  const connection = connectRedis(client);
  let ended = false;
  return {
    ...connection,
    // A call that comes late would connect again, and keep the process alive.
    send: (command) => (ended ? Promise.reject(new Error('The store was closed')) : connection.send(command)),
    end() {
      ended = true;
      if (client.isOpen) client.destroy();
    },
  };
}

/**
 * @param client - The caller's own.
 * @returns A connection through it.
 */
export function connectRedis(client: RedisClient | IoRedisClient): RedisConnection {
  ignoreLineErrors(client);
  return 'call' in client ? overIoRedis(client) : overRedis(client);
}

function overRedis(client: RedisClient): RedisConnection {
  let connecting: Promise<unknown> | undefined;
  return {
    async send(command) {
      if (!client.isOpen) {
        connecting ??= client.connect().finally(() => {
          connecting = undefined;
        });
      }
      await connecting;
      return client.sendCommand(command);
    },
    listen(channel, heard, resumed) {
      const own = client.duplicate();
      ignoreLineErrors(own);
      async function start(): Promise<void> {
        await own.connect();
        await own.subscribe(channel, heard);
        own.unref();
        // The driver has subscribed again by then.
        own.on('ready', resumed);
        resumed();
      }
      const stop = (): void => {
        if (own.isOpen) own.destroy();
      };
      return { started: start(), stop };
    },
    end: () => undefined,
  };
}

function overIoRedis(client: IoRedisClient): RedisConnection {
  return {
    send: ([name, ...values]) => client.call(name, ...values),
    listen(channel, heard, resumed) {
      const own = client.duplicate();
      ignoreLineErrors(own);
      own.on('message', (_, message) => heard(message));
      async function start(): Promise<void> {
        await own.subscribe(channel);
        unrefStream(own);
        resumed();
      }
      // The driver only begins to subscribe again by then, and the line may break again.
      const startAgain = (): void => void start().catch(() => undefined);
      async function startFirst(): Promise<void> {
        await start();
        own.on('ready', startAgain);
      }
      return { started: startFirst(), stop: () => own.disconnect() };
    },
    end: () => undefined,
  };
}

function unrefStream(client: IoRedisClient): void {
  const stream: unknown = Reflect.get(client, 'stream');
  if (
    typeof stream === 'object' &&
    stream !== null &&
    'unref' in stream &&
    typeof stream.unref === 'function'
  ) {
    stream.unref();
  }
}

async function loadDriver(): Promise<typeof Redis> {
  try {
    return await import('redis');
  } catch (error) {
    const message = 'A URL needs the package redis: install it, or pass a client of your own.';
    throw new CloseOAuthError('store_unsuitable', message, { cause: error });
  }
}
