import { once } from 'node:events';
import { apiKey, createCloseClient, paceTogether } from '@closekit/client';
import { redisBudget } from '../recipes/redis-budget.ts';
import { createClient } from 'redis';

// A process of a fleet. It reads after its first message, and reports the outcomes of its calls.

const [redisUrl = '', prefix = '', baseUrl = ''] = process.argv.slice(2);
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
process.send?.('ready');
await once(process, 'message');
const results = await Promise.all(Array.from({ length: 150 }, async () => close.users.getMe().result()));
const served = results.filter(({ ok }) => ok).length;
process.send?.({ served, failed: results.length - served });
redis.destroy();
process.disconnect();
