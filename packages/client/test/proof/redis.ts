import { createClient } from 'redis';
import { inject } from 'vitest';
import type { Redis } from '../recipes/redis-budget.ts';
import type { EngineName } from '../../../oauth/test/engines/start-engines.ts';

const name: EngineName = 'redis';

/** Whether there is a Redis. In CI there is one. */
export const hasRedis: boolean = inject('engines').available.includes(name);

/** Starts Redis unless it is running, and returns its URL. */
export async function startRedis(): Promise<string> {
  const response = await fetch(`${inject('engines').desk}/${name}`);
  const url = await response.text();
  if (!response.ok) throw new Error(`Redis did not start: ${url}`);
  return url;
}

/** A connection to Redis. */
export interface RedisConnection extends Redis {
  keys(pattern: string): Promise<string[]>;
  destroy(): void;
}

/** Opens a connection to Redis. */
export async function openRedis(url: string): Promise<RedisConnection> {
  const redis = createClient({ url, disableOfflineQueue: true });
  // Without a listener an error would end the process; commands fail anyway.
  redis.on('error', () => {});
  return redis.connect();
}
