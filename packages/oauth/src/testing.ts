export { tokenStoreContract } from './lib/token-store-contract.ts';

export type { StoreCheck, StoreContractOptions } from './lib/token-store-contract.ts';
export type { GrantRecord, TokenStore } from './lib/token-store.ts';
