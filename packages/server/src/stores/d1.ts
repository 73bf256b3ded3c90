export { d1SessionStore, d1SessionTableSql } from '../lib/stores/d1.ts';

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
