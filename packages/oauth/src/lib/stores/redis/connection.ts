import type * as redis from 'redis';
import { storeUnsuitable } from '../../record/store-unsuitable.ts';
import type { IoRedisClient, RedisClient } from './client.ts';
import { importDriver, importPackage } from '../import-driver.ts';
import { ignoreConnectionErrors } from '../remote/ignore-connection-errors.ts';

/** A subscription to published messages. It may start late: a driver retries to connect without a limit. */
export interface RedisListening {
  /** Resolves when messages arrive from now on; rejects when the subscription failed. */
  readonly started: Promise<void>;
  /** Disconnects, also before it has started. */
  stop(): void;
}

/** A connection through any of the drivers. */
export interface RedisConnection {
  /** Sends one command. */
  send(command: readonly [string, ...string[]]): Promise<unknown>;
  /**
   * Subscribes to a channel, on a separate connection that does not keep the process alive.
   *
   * @param heard - Called with each message.
   * @param resumed - Called when messages arrive from now on; earlier ones may have been missed.
   */
  listen(channel: string, heard: (message: string) => void, resumed: () => void): RedisListening;
  /** Disconnects if the connection was opened here. */
  end(): void;
}

/**
 * Opens a connection with the package `redis`.
 *
 * @param timeoutMs - Time limit of connecting, in milliseconds.
 * @throws CloseOAuthError `store_unsuitable` when the driver is not installed, or too old.
 */
export async function openClient(url: string, timeoutMs: number): Promise<RedisConnection> {
  const { createClient } = await importDriver(
    () => importPackage<typeof redis>('redis'),
    'A URL requires the package `redis`. Install it, or pass `client`.',
  );
  // A queued command could be sent long after its time limit.
  const client = createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: timeoutMs } });
  if (!('destroy' in client)) {
    throw storeUnsuitable('A URL requires the package `redis` 5 or newer. Update it, or pass `client`.');
  }
  // A call in progress keeps the process alive by its time limit; an idle connection does not.
  client.unref();
  const connection = connectRedis(client);
  let ended = false;
  return {
    ...connection,
    // A late call would connect again, and keep the process alive.
    send: (command) =>
      ended ? Promise.reject(new Error('The store was closed. Create another.')) : connection.send(command),
    end() {
      ended = true;
      if (client.isOpen) client.destroy();
    },
  };
}

/** Creates a connection through the caller's client. */
export function connectRedis(client: RedisClient | IoRedisClient): RedisConnection {
  ignoreConnectionErrors(client);
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
      ignoreConnectionErrors(own);
      async function start(): Promise<void> {
        await own.connect();
        await own.subscribe(channel, heard);
        own.unref();
        // At this event the driver has subscribed again.
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
      ignoreConnectionErrors(own);
      own.on('message', (_, message) => heard(message));
      async function start(): Promise<void> {
        await own.subscribe(channel);
        unrefStream(own);
        resumed();
      }
      // At this event the driver only starts to subscribe again, and the connection may break again.
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
