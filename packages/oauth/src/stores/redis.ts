export { redisStore } from '../lib/redis-store.ts';

export type { IoRedisClient, RedisClient } from '../lib/redis-connection.ts';
export type { RedisStoreOptions } from '../lib/redis-store.ts';
export type { GrantLease, GrantRecord, GrantRecordStatus, TokenStore } from '../lib/token-store.ts';
