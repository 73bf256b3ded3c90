export { tokenStoreContract } from './lib/stores/contract/token-store-contract.ts';

export type { StoreCheck, StoreContractOptions } from './lib/stores/contract/token-store-contract.ts';
export type { GrantRecord, TokenStore } from './lib/record/token-store.ts';
