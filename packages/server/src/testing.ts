export { sessionStoreContract } from './lib/stores/session-store-contract.ts';

export type { SessionStoreCheck, SessionStoreContractOptions } from './lib/stores/session-store-contract.ts';
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
} from './lib/stores/session-store.ts';
