export { sqliteSessionStore } from '../lib/stores/sqlite.ts';

export type {
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
} from '../lib/stores/session-store.ts';
