export { postgresLiveBus } from '../lib/live/postgres-bus.ts';
export { postgresSessionStore, postgresSessionTableSql } from '../lib/stores/postgres.ts';

export type { EndedSessions, LiveBus } from '../lib/live/bus.ts';
export type { LiveEvent } from '../lib/live/event.ts';
export type { PostgresLiveBusOptions } from '../lib/live/postgres-bus.ts';
export type { PostgresSessionStoreOptions } from '../lib/stores/postgres.ts';
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
