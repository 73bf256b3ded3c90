export { redisLiveBus } from '../lib/live/redis-bus.ts';
export { redisSessionStore } from '../lib/stores/redis.ts';

export type { EndedSessions, LiveBus } from '../lib/live/bus.ts';
export type { LiveEvent } from '../lib/live/event.ts';
export type { RedisLiveBusOptions } from '../lib/live/redis-bus.ts';
export type { RedisSessionStoreOptions } from '../lib/stores/redis.ts';
export type {
  OrganizationSessionFilter,
  SessionChanges,
  SessionFilter,
  SessionGrant,
  SessionOrganization,
  SessionPage,
  SessionPageOptions,
  SessionProfile,
  SessionRecord,
  SessionStore,
  StoredSession,
  UserSessionFilter,
} from '../lib/stores/session-store.ts';
