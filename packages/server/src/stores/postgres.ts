export { postgresSessionStore, postgresSessionTableSql } from '../lib/stores/postgres.ts';

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
