export { d1Store } from '../lib/stores/d1/store.ts';
export { d1TableSql } from '../lib/stores/d1/statements.ts';

export type { D1Binding, D1BoundStatement, D1Rows } from '../lib/stores/d1/binding.ts';
export type { D1StoreOptions } from '../lib/stores/d1/options.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
