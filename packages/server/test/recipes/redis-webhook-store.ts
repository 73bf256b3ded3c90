// #region redis
import type { WebhookStore } from '@closekit/client/webhooks';

/** A store that all processes of an app share. The client of the package `redis` fits. */
export function redisWebhookStore(client: RedisClient, prefix = 'webhooks:'): WebhookStore {
  const send = (command: string, key: string, ...rest: string[]) =>
    client.sendCommand([command, `${prefix}${key}`, ...rest]);
  return {
    add: async (key, value, ttlMs) => (await send('SET', key, value, 'NX', 'PX', `${ttlMs}`)) === 'OK',
    get: async (key) => {
      const value = await send('GET', key);
      return typeof value === 'string' ? value : undefined;
    },
    set: (key, value, ttlMs) => send('SET', key, value, 'PX', `${ttlMs}`),
    delete: (key) => send('DEL', key),
  };
}

interface RedisClient {
  sendCommand(command: string[]): Promise<unknown>;
}
// #endregion redis
