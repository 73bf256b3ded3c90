import { openRedis } from '@closekit/oauth/stores/redis';
import type { RedisOptions } from '@closekit/oauth/stores/redis';
import type { LiveBus } from './bus.ts';
import { textBus } from './text-bus.ts';

/** The options of {@link redisLiveBus}. */
export interface RedisLiveBusOptions extends Omit<RedisOptions, 'assumeDurable'> {
  /** The channel of the messages. Default: `closekit:live`. */
  channel?: string;
}

/**
 * Creates a bus over pub/sub of Redis or Valkey. With the first open page it opens one more connection. While that
 * connection is broken nothing arrives; pages then receive a `reset`.
 *
 * @param options - The URL, or an object with the URL or a client.
 * @returns The bus. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const webhooks = { signatureKey, bus: redisLiveBus({ client }) };
 * ```
 */
export function redisLiveBus(options: string | RedisLiveBusOptions): Required<LiveBus> {
  const settings = typeof options === 'object' ? options : { url: options };
  const { channel = 'closekit:live' } = settings;
  if (typeof channel !== 'string' || channel === '') {
    throw new TypeError('redisLiveBus: `channel` must be a text that is not empty.');
  }
  const server = openRedis({ ...settings, assumeDurable: true, caller: 'redisLiveBus' });
  return textBus(({ receive, resumed }) => {
    const listener = server.listen(channel, receive, resumed);
    return {
      async send(text) {
        await server.write(['PUBLISH', channel, text]);
      },
      start: () => listener.start(),
      close: () => server.close(),
    };
  });
}
