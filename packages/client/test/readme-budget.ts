// oxlint-disable no-console -- examples print
// The example of docs/shared-budget.md, here so that it is compiled.

// #region redis
import { createClient } from 'redis';
import { apiKey, createCloseClient, paceTogether } from '@closekit/client';
import { redisBudget } from './recipes/redis-budget.ts';

const redis = await createClient({ url: process.env['REDIS_URL'] ?? '', disableOfflineQueue: true })
  .on('error', console.error)
  .connect();

export const close = createCloseClient({
  auth: apiKey(process.env['CLOSE_API_KEY'] ?? ''),
  rateLimit: paceTogether({ budget: redisBudget(redis) }),
});
// #endregion redis
