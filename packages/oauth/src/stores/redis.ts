export { redisStore } from '../lib/stores/redis/store.ts';

export type { IoRedisClient, RedisClient } from '../lib/stores/redis/client.ts';
export type { RedisStoreOptions } from '../lib/stores/redis/options.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from '../lib/record/token-store.ts';
