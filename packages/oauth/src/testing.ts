export { tokenStoreContract } from './lib/stores/contract/token-store-contract.ts';

export type { StoreCheck, StoreContractOptions } from './lib/stores/contract/token-store-contract.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from './lib/record/token-store.ts';
