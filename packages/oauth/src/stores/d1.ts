export { openD1 } from '../lib/stores/d1/open-d1.ts';
export { d1Store } from '../lib/stores/d1/store.ts';
export { d1TableSql } from '../lib/stores/d1/statements.ts';

export type { D1Binding, D1BoundStatement, D1Rows } from '../lib/stores/d1/binding.ts';
export type { D1Calls, D1Write } from '../lib/stores/d1/open-d1.ts';
export type { D1StoreOptions, OpenD1Options } from '../lib/stores/d1/options.ts';
export type {
  GrantLease,
  GrantPage,
  GrantRecord,
  GrantRecordStatus,
  GrantRow,
  TokenStore,
} from '../lib/record/token-store.ts';
