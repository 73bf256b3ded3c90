import { setTimeout as sleep } from 'node:timers/promises';
import { apiKey, createCloseClient, isCloseApiError, paceTogether } from '@closekit/client';
import { redisBudget } from '../recipes/redis-budget.ts';
import { createClient } from 'redis';

// A process of a fleet. Reads until it is told to end, and reports what its calls came to.

const [redisUrl = '', prefix = '', baseUrl = '', workers = ''] = process.argv.slice(2);
const redis = createClient({ url: redisUrl, disableOfflineQueue: true });
redis.on('error', () => {});
await redis.connect();

const close = createCloseClient({
  auth: apiKey('api_fleet'),
  baseUrl,
  rateLimit: paceTogether({ budget: redisBudget(redis, prefix) }),
  fetch: (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-sent-at', String(Date.now()));
    return fetch(url, { ...init, headers });
  },
});
const stop = new AbortController();
const counts = { served: 0, failed: 0 };

async function work(): Promise<void> {
  while (!stop.signal.aborted) {
    try {
      await close.users.getMe({ signal: stop.signal });
      counts.served += 1;
    } catch (error) {
      if (isCloseApiError(error) && error.code === 'aborted') return;
      counts.failed += 1;
      await sleep(100);
    }
  }
}

process.once('message', () => stop.abort());
process.send?.('ready');
await Promise.all(Array.from({ length: Number(workers) }, work));
process.send?.(counts);
redis.destroy();
process.disconnect();
