export { sessionStoreContract } from './lib/stores/session-store-contract.ts';

export type { SessionStoreCheck, SessionStoreContractOptions } from './lib/stores/session-store-contract.ts';
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
} from './lib/stores/session-store.ts';
