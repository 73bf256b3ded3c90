export { redisSessionStore } from '../lib/stores/redis.ts';

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
