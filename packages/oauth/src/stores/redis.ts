export { openRedis } from '../lib/stores/redis/open-redis.ts';
export { redisStore } from '../lib/stores/redis/store.ts';

export type { IoRedisClient, RedisClient } from '../lib/stores/redis/client.ts';
export type { RedisCalls, RedisCommand } from '../lib/stores/redis/open-redis.ts';
export type { OpenRedisOptions, RedisOptions } from '../lib/stores/redis/options.ts';
export type { RedisStoreOptions } from '../lib/stores/redis/store.ts';
export type { StoreListener } from '../lib/stores/remote/store-listener.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
