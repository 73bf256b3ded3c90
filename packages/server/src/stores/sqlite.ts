export { sqliteSessionStore } from '../lib/stores/sqlite.ts';

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
