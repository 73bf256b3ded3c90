export { redisStore } from '../lib/stores/redis/store.ts';

export type { IoRedisClient, RedisClient } from '../lib/stores/redis/client.ts';
export type { RedisStoreOptions } from '../lib/stores/redis/options.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
